import { type Config, type Logger } from '@heliostat/platform';
import { createSharedState } from '@heliostat/stores/state';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CONFIG, LOGGER } from '../platform/tokens.js';
import { API_LIMIT_STATE, ApiLimitGuard, type ApiLimitState } from './api-limit.guard.js';

/** How many requests an organisation may make; imported behind `PrincipalModule`, whose guard has to run first. */
@Module({
  providers: [
    {
      provide: API_LIMIT_STATE,
      useFactory: (config: Config, logger: Logger): ApiLimitState =>
        config.API_REQUESTS_PER_MINUTE === 0
          ? undefined
          : createSharedState({ ...config, CACHE_REDIS_URL: undefined }, logger),
      inject: [CONFIG, LOGGER],
    },
    ApiLimitGuard,
    { provide: APP_GUARD, useExisting: ApiLimitGuard },
  ],
})
export class ApiLimitModule {}
