import { type MaskedProviderKey, ok, type Result } from '@heliostat/contracts';
import { Controller, Get, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam } from '../http/zod-input.js';
import { CurrentPrincipal, RequireRole } from '../principal/principal.decorators.js';
import { type Principal } from '../principal/principal.js';
import {
  createdProviderKeySchema,
  maskedProviderKeySchema,
  providerKeyIdSchema,
} from './provider-key.schema.js';
import { ProviderKeyService } from './provider-key.service.js';
import { addVaultKeySchema, updateVaultKeySchema } from './vault.schema.js';

const tag = 'provider-keys';

/** The same provider keys by the names of the original's vault. */
@Controller('v1/vault')
export class VaultController {
  constructor(private readonly service: ProviderKeyService) {}

  @Post('add')
  @RequireRole('member')
  @Api({
    summary: 'Store a provider key',
    description: 'The older name of POST /v1/api-keys/provider-key.',
    response: createdProviderKeySchema,
    tag,
  })
  async add(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(addVaultKeySchema) { key, provider, name }: z.infer<typeof addVaultKeySchema>,
  ): Promise<Result<{ id: string }>> {
    const input = {
      providerName: provider,
      providerKeyName: name ?? provider,
      providerKey: key,
      config: {},
      byokEnabled: true,
    };
    return ok(await this.service.create(principal, input));
  }

  @Get('keys')
  @Api({
    summary: "List the organization's provider keys, masked",
    response: z.array(maskedProviderKeySchema),
    tag,
  })
  async list(@CurrentPrincipal() principal: Principal): Promise<Result<MaskedProviderKey[]>> {
    return ok(await this.service.listMasked(principal));
  }

  @Get('key/:providerKeyId')
  @Api({ summary: 'Get a provider key, masked', response: maskedProviderKeySchema, tag })
  async get(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('providerKeyId', providerKeyIdSchema) id: string,
  ): Promise<Result<MaskedProviderKey>> {
    return ok(await this.service.get(principal, id));
  }

  @Patch('update/:id')
  @RequireRole('member')
  @Api({ summary: 'Rename, replace, or switch a provider key on and off', response: z.null(), tag })
  async update(
    @CurrentPrincipal() principal: Principal,
    @ZodParam('id', providerKeyIdSchema) id: string,
    @ZodBody(updateVaultKeySchema) { name, key, active }: z.infer<typeof updateVaultKeySchema>,
  ): Promise<Result<null>> {
    await this.service.update(principal, id, {
      ...(name !== undefined && { providerKeyName: name }),
      ...(key !== undefined && { providerKey: key }),
      ...(active !== undefined && { byokEnabled: active }),
    });
    return ok(null);
  }
}
