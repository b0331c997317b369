import {
  type ApiKeySummary,
  createApiKeySchema,
  type CreatedApiKey,
  ok,
  type Result,
  updateApiKeySchema,
} from '@heliostat/contracts';
import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { flat, type Flat } from '../http/flat.js';
import { ZodBody, ZodParam } from '../http/zod-input.js';
import { CurrentPrincipal, RequireRole } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import { apiKeySummarySchema, changedApiKeySchema, createdApiKeySchema } from './api-key.schema.js';
import { ApiKeyService } from './api-key.service.js';

@Controller('v1/api-keys')
export class ApiKeyController {
  constructor(private readonly service: ApiKeyService) {}

  @Get()
  @Api({ summary: "List the organization's API keys", response: z.array(apiKeySummarySchema) })
  async list(@CurrentPrincipal() principal: Principal): Promise<Result<ApiKeySummary[]>> {
    return ok(await this.service.list(principal));
  }

  @Post()
  @RequireRole('member')
  @Api({ summary: 'Create an API key; the reply shows it once', response: createdApiKeySchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(createApiKeySchema) body: z.infer<typeof createApiKeySchema>,
  ): Promise<Flat<CreatedApiKey>> {
    return flat(await this.service.create(principal, body.api_key_name, body.key_permissions));
  }

  @Patch(':id')
  @RequireRole('member')
  @Api({ summary: 'Rename an API key', response: changedApiKeySchema })
  async rename(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('id', z.uuid()) id: string,
    @ZodBody(updateApiKeySchema) body: z.infer<typeof updateApiKeySchema>,
  ): Promise<Flat<{ hashedKey: string }>> {
    return flat(await this.service.rename(principal, id, body.api_key_name));
  }

  @Delete(':id')
  @RequireRole('member')
  @Api({ summary: 'Revoke an API key, at once and everywhere', response: changedApiKeySchema })
  async revoke(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('id', z.uuid()) id: string,
  ): Promise<Flat<{ hashedKey: string }>> {
    return flat(await this.service.revoke(principal, id));
  }
}
