import { ok, type Result } from '@heliostat/contracts';
import { Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import {
  type UserOverview,
  type UserOverviewQuery,
  userOverviewQuerySchema,
  userOverviewSchema,
  type UserMetricsPage,
  userMetricsPageSchema,
  type UserMetricsQuery,
  userMetricsQuerySchema,
  type UserQuery,
  userQuerySchema,
  type UserUsage,
  userUsageSchema,
} from './user.schema.js';
import { UserOverviewService } from './user-overview.service.js';
import { UserService } from './user.service.js';

@Controller('v1/user')
export class UserController {
  constructor(
    private readonly service: UserService,
    private readonly overviews: UserOverviewService,
  ) {}

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

  @Post('metrics-overview/query')
  @Api({
    summary: 'Get how requests and costs of users are spread',
    description: 'Costs are in USD.',
    response: userOverviewSchema,
    access: 'read',
  })
  async overview(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(userOverviewQuerySchema) body: UserOverviewQuery,
  ): Promise<Result<UserOverview>> {
    return ok(await this.overviews.overview(organizationId, body));
  }
}
