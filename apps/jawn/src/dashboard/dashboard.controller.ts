import {
  type DashboardOverview,
  type DashboardQuery,
  dashboardQuerySchema,
  ok,
  type Result,
} from '@heliostat/contracts';
import { Controller, Post } from '@nestjs/common';
import { Api } from '../http/api.decorator.js';
import { ZodBody } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { dashboardOverviewSchema } from './dashboard.schema.js';
import { DashboardService } from './dashboard.service.js';

@Controller('v1/dashboard')
export class DashboardController {
  constructor(private readonly service: DashboardService) {}

  @Post('overview')
  @Api({
    summary: 'Get totals, series and breakdowns of a window of time',
    response: dashboardOverviewSchema,
    access: 'read',
  })
  async overview(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(dashboardQuerySchema) body: DashboardQuery,
  ): Promise<Result<DashboardOverview>> {
    return ok(await this.service.overview(organizationId, body));
  }
}
