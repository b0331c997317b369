import {
  createRateLimitSchema,
  ok,
  rateLimitUnits,
  type RateLimitRule,
  type Result,
  updateRateLimitSchema,
} from '@heliostat/contracts';
import { Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam } from '../http/zod-input.js';
import { CurrentPrincipal, RequireRole } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { RateLimitService } from './rate-limit.service.js';

const ruleSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  quota: z.number(),
  window_seconds: z.number().int(),
  unit: z.enum(rateLimitUnits),
  segment: z.string().nullable(),
  api_key_id: z.uuid().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
}) satisfies z.ZodType<RateLimitRule>;

const ruleId = z.uuid();

/** People set limits, the keys that they limit do not. */
@Controller('v1/rate-limits')
export class RateLimitController {
  constructor(private readonly service: RateLimitService) {}

  @Get()
  @Api({ summary: "List the organization's rate limits", response: z.array(ruleSchema) })
  async list(@CurrentPrincipal() principal: Principal): Promise<Result<RateLimitRule[]>> {
    return ok(await this.service.list(principal));
  }

  @Post()
  @RequireRole('admin')
  @Api({
    summary: 'Create a rate limit',
    description: 'It holds within a second, for all API keys or for api_key_id alone.',
    response: ruleSchema,
  })
  async create(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(createRateLimitSchema) body: z.infer<typeof createRateLimitSchema>,
  ): Promise<Result<RateLimitRule>> {
    return ok(await this.service.create(principal, body));
  }

  @Put(':ruleId')
  @RequireRole('admin')
  @Api({ summary: 'Change a rate limit', response: ruleSchema })
  async update(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('ruleId', ruleId) id: string,
    @ZodBody(updateRateLimitSchema) body: z.infer<typeof updateRateLimitSchema>,
  ): Promise<Result<RateLimitRule>> {
    return ok(await this.service.update(principal, id, body));
  }

  @Delete(':ruleId')
  @RequireRole('admin')
  @Api({ summary: 'Delete a rate limit', response: z.null() })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('ruleId', ruleId) id: string,
  ): Promise<Result<null>> {
    await this.service.delete(principal, id);
    return ok(null);
  }
}
