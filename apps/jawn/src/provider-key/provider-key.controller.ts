import {
  createProviderKeySchema,
  type MaskedProviderKey,
  ok,
  type ProviderKeyRow,
  type Result,
  updateProviderKeySchema,
} from '@heliostat/contracts';
import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { flat, type Flat } from '../http/flat.js';
import { ZodBody, ZodParam } from '../http/zod-input.js';
import { CurrentPrincipal, RequireRole } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import {
  createdProviderKeySchema,
  deletedProviderKeySchema,
  maskedProviderKeySchema,
  providerKeyIdSchema,
  providerKeyRowSchema,
  updatedProviderKeySchema,
} from './provider-key.schema.js';
import { ProviderKeyService } from './provider-key.service.js';

const tag = 'provider-keys';

/** The organisation's own keys for providers (CR-02); paths are the original's. */
@Controller('v1/api-keys')
export class ProviderKeyController {
  constructor(private readonly service: ProviderKeyService) {}

  @Get('provider-keys')
  @Api({
    summary: "List the organization's provider keys",
    description: 'A bare array, as the original answers. Keys themselves are never shown.',
    response: z.array(providerKeyRowSchema),
    envelope: false,
    tag,
  })
  async list(@CurrentPrincipal() principal: Principal): Promise<ProviderKeyRow[]> {
    return this.service.list(principal);
  }

  @Post('provider-key')
  @RequireRole('member')
  @Api({
    summary: 'Store a provider key',
    description: 'The key is encrypted, and no route shows it again.',
    response: createdProviderKeySchema,
    tag,
  })
  async create(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(createProviderKeySchema) body: z.infer<typeof createProviderKeySchema>,
  ): Promise<Flat<{ id: string }>> {
    return flat(await this.service.create(principal, body));
  }

  @Get('provider-key/:providerKeyId')
  @Api({ summary: 'Get a provider key, masked', response: maskedProviderKeySchema, tag })
  async get(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('providerKeyId', providerKeyIdSchema) id: string,
  ): Promise<Flat<MaskedProviderKey>> {
    return flat(await this.service.get(principal, id));
  }

  @Patch('provider-key/:providerKeyId')
  @RequireRole('member')
  @Api({
    summary: 'Change a provider key',
    description: 'A new address (config.baseUri, config.resourceName) takes the key itself, too.',
    response: updatedProviderKeySchema,
    tag,
  })
  async update(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('providerKeyId', providerKeyIdSchema) id: string,
    @ZodBody(updateProviderKeySchema) body: z.infer<typeof updateProviderKeySchema>,
  ): Promise<Result<{ id: string; providerName: string }>> {
    return ok(await this.service.update(principal, id, body));
  }

  @Delete('provider-key/:providerKeyId')
  @RequireRole('member')
  @Api({ summary: 'Delete a provider key, at once and everywhere', response: deletedProviderKeySchema, tag })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('providerKeyId', providerKeyIdSchema) id: string,
  ): Promise<Flat<{ providerName: string }>> {
    return flat(await this.service.delete(principal, id));
  }
}
