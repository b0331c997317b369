import { type ClickHouse } from '@heliostat/stores/clickhouse';
import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { HealthChecksService } from '../platform/health-checks.service.js';

/** `ClickHouse` of `@heliostat/stores/clickhouse`. */
export const CLICKHOUSE = Symbol('clickhouse');

@Global()
@Module({})
export class ClickHouseModule implements OnApplicationShutdown {
  static register(clickhouse: ClickHouse): DynamicModule {
    return {
      module: ClickHouseModule,
      providers: [{ provide: CLICKHOUSE, useValue: clickhouse }],
      exports: [CLICKHOUSE],
    };
  }

  constructor(
    @Inject(CLICKHOUSE) private readonly clickhouse: ClickHouse,
    health: HealthChecksService,
  ) {
    health.add({ name: 'clickhouse', required: false, check: () => clickhouse.check() });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.clickhouse.close();
  }
}
