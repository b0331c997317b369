import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HealthChecksService } from '../platform/health-checks.service.js';
import { ChangesService } from './changes.service.js';

/** TypeORM's `DataSource`, the app's one pool, and the change notices. Repositories inject the `DataSource`. */
@Global()
@Module({})
export class PostgresModule implements OnApplicationShutdown {
  static register(dataSource: DataSource): DynamicModule {
    return {
      module: PostgresModule,
      providers: [{ provide: DataSource, useValue: dataSource }, ChangesService],
      exports: [DataSource, ChangesService],
    };
  }

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    health: HealthChecksService,
  ) {
    health.add({
      name: 'postgres',
      required: true,
      check: async () => void (await dataSource.query('SELECT 1')),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
