import { type Config, type Logger } from '@heliostat/platform';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { type Registry } from 'prom-client';
import { HealthChecksService } from './health-checks.service.js';
import { CONFIG, LOGGER, REGISTRY } from './tokens.js';

/** Settings, log, metrics and health checks, for every module. (What runs where is in `../platform-status`.) */
@Global()
@Module({})
export class PlatformModule {
  static register(config: Config, logger: Logger, registry: Registry): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: REGISTRY, useValue: registry },
        HealthChecksService,
      ],
      exports: [CONFIG, LOGGER, REGISTRY, HealthChecksService],
    };
  }
}
