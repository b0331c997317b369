import { type Config, type Logger } from '@heliostat/platform';
import { type ClickHouse } from '@heliostat/stores/clickhouse';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { type Registry } from 'prom-client';
import { type DataSource } from 'typeorm';
import { ApiKeyModule } from './api-key/api-key.module.js';
import { ApiLimitModule } from './api-limit/api-limit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { ClickHouseModule } from './clickhouse/clickhouse.module.js';
import { CreditsModule } from './credits/credits.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { ErrorFilter } from './http/error.filter.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { ModelRegistryModule } from './model-registry/model-registry.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { OrganizationModule } from './organization/organization.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { PlatformStatusModule } from './platform-status/platform-status.module.js';
import { type PlatformSource } from './platform-status/platform-source.js';
import { PostgresModule } from './postgres/postgres.module.js';
import { PrincipalModule } from './principal/principal.module.js';
import { PromptModule } from './prompt/prompt.module.js';
import { PropertyModule } from './property/property.module.js';
import { ProviderKeyModule } from './provider-key/provider-key.module.js';
import { RateLimitModule } from './rate-limit/rate-limit.module.js';
import { RequestModule } from './request/request.module.js';
import { SessionModule } from './session/session.module.js';
import { SetupModule } from './setup/setup.module.js';
import { UserModule } from './user/user.module.js';

/** What outlives a request; all of it is made before Nest is. */
export type AppParts = {
  config: Config;
  logger: Logger;
  registry: Registry;
  dataSource: DataSource;
  clickhouse: ClickHouse;
  /** Replaces the cluster or the launcher. */
  platformSource?: PlatformSource;
};

@Module({})
export class AppModule {
  static register({
    config,
    logger,
    registry,
    dataSource,
    clickhouse,
    platformSource,
  }: AppParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.register(config, logger, registry),
        PostgresModule.register(dataSource),
        ClickHouseModule.register(clickhouse),
        AuthModule,
        PrincipalModule,
        ApiLimitModule,
        OpenApiModule,
        SetupModule,
        OrganizationModule,
        ApiKeyModule,
        ProviderKeyModule,
        CreditsModule,
        RateLimitModule,
        PromptModule,
        RequestModule,
        DashboardModule,
        MetricsModule,
        ModelRegistryModule,
        PropertyModule,
        UserModule,
        SessionModule,
        PlatformStatusModule.register(platformSource),
      ],
      providers: [ErrorFilter, { provide: APP_FILTER, useExisting: ErrorFilter }],
    };
  }
}
