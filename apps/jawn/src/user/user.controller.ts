import { ok, type Result } from '@heliostat/contracts';
import { Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import {
  type UserMetricsPage,
  userMetricsPageSchema,
  type UserMetricsQuery,
  userMetricsQuerySchema,
  type UserQuery,
  userQuerySchema,
  type UserUsage,
  userUsageSchema,
} from './user.schema.js';
import { UserService } from './user.service.js';

@Controller('v1/user')
export class UserController {
  constructor(private readonly service: UserService) {}

  @Post('query')
  @Api({ summary: 'Get what users used', response: z.array(userUsageSchema), access: 'read' })
  async usage(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(userQuerySchema) body: UserQuery,
  ): Promise<Result<UserUsage[]>> {
    return ok(await this.service.usage(organizationId, body));
  }

  @Post('metrics/query')
  @Api({ summary: 'List users with their metrics', response: userMetricsPageSchema, access: 'read' })
  async metrics(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(userMetricsQuerySchema) body: UserMetricsQuery,
  ): Promise<Result<UserMetricsPage>> {
    return ok(await this.service.metrics(organizationId, body));
  }
}
