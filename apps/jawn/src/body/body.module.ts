import { type ObjectStore } from '@heliostat/stores/objects';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { HealthChecksService } from '../platform/health-checks.service.js';
import { BodyController } from './body.controller.js';
import { BodyService } from './body.service.js';
import { OBJECTS, objectsProvider } from './objects.provider.js';

@Module({ controllers: [BodyController], providers: [BodyService, objectsProvider], exports: [BodyService] })
export class BodyModule implements OnApplicationShutdown {
  constructor(
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    health: HealthChecksService,
  ) {
    health.add({ name: 'objects', required: false, check: () => objects.check() });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.objects.close();
  }
}
