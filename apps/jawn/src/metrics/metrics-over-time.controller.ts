import { ok } from '@heliostat/contracts';
import { Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody } from '../http/zod-input.js';
import { CurrentPrincipal } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import {
  type MetricsOverTime,
  metricsOverTimeSchema,
  type QuantilesQuery,
  quantilesSchema,
} from './metrics.schema.js';
import { MetricsService } from './metrics.service.js';

const access = 'read';
/** `time` is the start of the interval, ISO; all intervals of the window are there. */
const points = (values: z.ZodRawShape) => z.array(z.object({ time: z.string(), ...values }));
const number = z.number();

/** Series over a window. */
@Controller('v1/metrics')
export class MetricsOverTimeController {
  constructor(private readonly service: MetricsService) {}

  @Post('requestOverTime')
  @Api({ summary: 'Count requests over time', response: points({ count: number }), access })
  async requests(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsOverTimeSchema) body: MetricsOverTime,
  ) {
    return ok(await this.service.counts(organizationId, body, 'requests'));
  }

  @Post('requestStatusOverTime')
  @Api({
    summary: 'Count requests over time by their status',
    response: points({ count: number, status: number }),
    access,
  })
  async statuses(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsOverTimeSchema) body: MetricsOverTime,
  ) {
    return ok(await this.service.statuses(organizationId, body));
  }

  @Post('errorOverTime')
  @Api({ summary: 'Count errors over time', response: points({ count: number }), access })
  async errors(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsOverTimeSchema) body: MetricsOverTime,
  ) {
    return ok(await this.service.counts(organizationId, body, 'errors'));
  }

  @Post('threatsOverTime')
  @Api({ summary: 'Count threats over time', response: points({ count: number }), access })
  async threats(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsOverTimeSchema) body: MetricsOverTime,
  ) {
    return ok(await this.service.counts(organizationId, body, 'threats'));
  }

  @Post('usersOverTime')
  @Api({ summary: 'Count users over time', response: points({ count: number }), access })
  async users(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsOverTimeSchema) body: MetricsOverTime,
  ) {
    return ok(await this.service.counts(organizationId, body, 'users'));
  }

  @Post('costOverTime')
  @Api({ summary: 'Sum the cost over time, in USD', response: points({ cost: number }), access })
  async costs(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsOverTimeSchema) body: MetricsOverTime,
  ) {
    return ok(await this.service.costs(organizationId, body));
  }

  @Post('tokensOverTime')
  @Api({
    summary: 'Sum tokens over time',
    response: points({ prompt_tokens: number, completion_tokens: number }),
    access,
  })
  async tokens(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsOverTimeSchema) body: MetricsOverTime,
  ) {
    return ok(await this.service.tokens(organizationId, body));
  }

  @Post('latencyOverTime')
  @Api({ summary: 'Average the latency over time', response: points({ duration: number }), access })
  async latencies(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsOverTimeSchema) body: MetricsOverTime,
  ) {
    return ok(await this.service.latencies(organizationId, body));
  }

  @Post('timeToFirstToken')
  @Api({
    summary: 'Average the time to the first token over time',
    response: points({ ttft: number }),
    access,
  })
  async firstTokens(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(metricsOverTimeSchema) body: MetricsOverTime,
  ) {
    return ok(await this.service.firstTokens(organizationId, body));
  }

  @Post('quantiles')
  @Api({
    summary: 'Get quantiles of a metric over time',
    response: points({ p75: number, p90: number, p95: number, p99: number }),
    access,
  })
  async quantiles(
    @CurrentPrincipal() { organizationId }: Principal,
    @ZodBody(quantilesSchema) body: QuantilesQuery,
  ) {
    return ok(await this.service.quantiles(organizationId, body));
  }
}
