import { ok, type Result } from '@heliostat/contracts';
import { Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import {
  type MetricsFilter,
  metricsFilterSchema,
  type MetricsPage,
  metricsPageSchema,
  type RequestCountQuery,
  requestCountSchema,
} from './metrics.schema.js';
import { MetricsService } from './metrics.service.js';

const number = z.number();
const access = 'read';

/** Totals of a window. */
@Controller('v1/metrics')
export class MetricsController {
  constructor(private readonly service: MetricsService) {}

  @Post('activeUsers')
  @Api({ summary: 'Count the users of a window', response: number, access })
  async activeUsers(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsFilterSchema) body: MetricsFilter,
  ): Promise<Result<number>> {
    return ok(await this.service.single(organizationId, body, 'activeUsers'));
  }

  @Post('averageLatency')
  @Api({ summary: 'Average the latency, in milliseconds', response: number, access })
  async averageLatency(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsFilterSchema) body: MetricsFilter,
  ): Promise<Result<number>> {
    return ok(await this.service.single(organizationId, body, 'averageLatency'));
  }

  @Post('averageTimeToFirstToken')
  @Api({ summary: 'Average the time to the first token, in milliseconds', response: number, access })
  async averageTimeToFirstToken(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsFilterSchema) body: MetricsFilter,
  ): Promise<Result<number>> {
    return ok(await this.service.single(organizationId, body, 'averageTimeToFirstToken'));
  }

  @Post('averageTokensPerRequest')
  @Api({
    summary: 'Average the tokens of a request',
    response: z.object({
      average_prompt_tokens_per_response: number,
      average_completion_tokens_per_response: number,
      average_total_tokens_per_response: number,
    }),
    access,
  })
  async averageTokensPerRequest(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsFilterSchema) body: MetricsFilter,
  ) {
    return ok(await this.service.averageTokens(organizationId, body));
  }

  @Post('totalCost')
  @Api({ summary: 'Sum the cost, in USD', response: number, access })
  async totalCost(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsFilterSchema) body: MetricsFilter,
  ): Promise<Result<number>> {
    return ok(await this.service.single(organizationId, body, 'totalCost'));
  }

  @Post('totalRequests')
  @Api({ summary: 'Count the requests of a window', response: number, access })
  async totalRequests(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsFilterSchema) body: MetricsFilter,
  ): Promise<Result<number>> {
    return ok(await this.service.single(organizationId, body, 'totalRequests'));
  }

  @Post('totalThreats')
  @Api({ summary: 'Count the requests that were found to be threats', response: number, access })
  async totalThreats(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsFilterSchema) body: MetricsFilter,
  ): Promise<Result<number>> {
    return ok(await this.service.single(organizationId, body, 'totalThreats'));
  }

  @Post('requestCount')
  @Api({ summary: 'Count the requests that match a filter', response: number, access })
  async requestCount(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(requestCountSchema) body: RequestCountQuery,
  ): Promise<Result<number>> {
    return ok(await this.service.requestCount(organizationId, body));
  }

  @Post('models')
  @Api({
    summary: 'List models by their requests',
    response: z.array(
      z.object({
        model: z.string(),
        total_requests: number,
        total_completion_tokens: number,
        total_prompt_token: number,
        total_tokens: number,
        cost: number,
      }),
    ),
    access,
  })
  async models(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsPageSchema) body: MetricsPage,
  ) {
    return ok(await this.service.models(organizationId, body));
  }

  @Post('country')
  @Api({
    summary: 'List countries by their requests',
    response: z.array(z.object({ country: z.string(), total_requests: number })),
    access,
  })
  async countries(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsPageSchema) body: MetricsPage,
  ) {
    return ok(await this.service.countries(organizationId, body));
  }
}
