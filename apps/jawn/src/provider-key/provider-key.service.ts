import {
  type createProviderKeySchema,
  type MaskedProviderKey,
  type ProviderKeyConfig,
  type ProviderKeyRow,
  type updateProviderKeySchema,
} from '@heliostat/contracts';
import { findProviderBySlug, providers, type Provider } from '@heliostat/llm';
import { assertPublicHost, CodedError, type Config, privateTargetRule } from '@heliostat/platform';
import { type ProviderKeyEntity } from '@heliostat/stores/postgres';
import { createSecretBox, type SecretBox } from '@heliostat/stores/secrets';
import { Inject, Injectable } from '@nestjs/common';
import { type z } from 'zod';
import { CONFIG } from '../platform/tokens.js';
import { type Principal } from '../principal/principal.js';
import { newProviderKeyId } from './provider-key-id.js';
import { ProviderKeyAccess } from './provider-key-access.service.js';
import { ProviderKeyRepository } from './provider-key.repository.js';

type Secrets = { key: string; secretKey?: string };

const mask = '••••••••';
/** A shorter key would be half shown. */
const shownFrom = 12;
/** What decides to whom the key is sent. */
const destination = ['baseUri', 'resourceName'] as const;

const byName = new Map(
  providers.flatMap((provider) =>
    [provider.name, provider.enumName].map((name) => [name.toLowerCase(), provider] as const),
  ),
);

/** The organisation's own provider keys: sealed when they are stored, and never shown again (CR-02). */
@Injectable()
export class ProviderKeyService {
  private box: SecretBox | undefined;

  constructor(
    private readonly repository: ProviderKeyRepository,
    private readonly access: ProviderKeyAccess,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list({ organizationId }: Principal): Promise<ProviderKeyRow[]> {
    return (await this.repository.list(organizationId)).map(rowOf);
  }

  async get({ organizationId }: Principal, id: string): Promise<MaskedProviderKey> {
    return maskedOf(found(await this.repository.find(organizationId, id)));
  }

  async listMasked({ organizationId }: Principal): Promise<MaskedProviderKey[]> {
    return (await this.repository.list(organizationId)).map(maskedOf);
  }

  async create(
    principal: Principal,
    input: z.infer<typeof createProviderKeySchema>,
  ): Promise<{ id: string }> {
    await this.access.assertMayManage(principal);
    const { organizationId, userId } = principal;
    const provider = providerOf(input.providerName);
    this.checkTarget(input.config);
    const id = newProviderKeyId();
    const secrets = { key: input.providerKey, secretKey: input.providerSecretKey };
    await this.repository.create({
      id,
      organizationId,
      provider: provider.id,
      name: input.providerKeyName,
      sealed: this.seal(secrets, organizationId, id),
      preview: previewOf(input.providerKey),
      config: input.config,
      byokEnabled: input.byokEnabled,
      createdBy: userId,
    });
    return { id };
  }

  async update(
    principal: Principal,
    id: string,
    input: z.infer<typeof updateProviderKeySchema>,
  ): Promise<{ id: string; providerName: string }> {
    await this.access.assertMayManage(principal);
    const { organizationId } = principal;
    if (input.config) this.checkTarget(input.config);
    const updated = await this.repository.update(organizationId, id, (key) => {
      if (input.config && input.providerKey === undefined) refuseRedirection(key.config, input.config);
      return {
        ...(input.providerKeyName !== undefined && { name: input.providerKeyName }),
        ...(input.config !== undefined && { config: input.config }),
        ...(input.byokEnabled !== undefined && { byokEnabled: input.byokEnabled }),
        ...this.newSecrets(key, input),
      };
    });
    const { provider } = found(updated);
    return { id, providerName: provider };
  }

  /** Forgets the secret at once; the row stays, so that logs can name it. */
  async delete(principal: Principal, id: string): Promise<{ providerName: string }> {
    await this.access.assertMayManage(principal);
    const { organizationId } = principal;
    const deleted = await this.repository.update(organizationId, id, () => ({
      sealed: null,
      deletedAt: new Date(),
    }));
    return { providerName: found(deleted).provider };
  }

  private newSecrets(
    key: ProviderKeyEntity,
    { providerKey, providerSecretKey }: z.infer<typeof updateProviderKeySchema>,
  ): Partial<ProviderKeyEntity> {
    if (providerKey === undefined && providerSecretKey === undefined) return {};
    const { organizationId, id } = key;
    const owner = { organizationId, id };
    // A new key need not be read with the old one: that may be unreadable, which is why it is replaced.
    const old: Partial<Secrets> =
      providerKey !== undefined && providerSecretKey !== undefined
        ? {}
        : this.readable(() => JSON.parse(this.secretBox().open(key.sealed!, owner)) as Secrets, providerKey);
    const secrets: Secrets = {
      key: providerKey ?? old.key!,
      secretKey: providerSecretKey ?? old.secretKey,
    };
    return { sealed: this.seal(secrets, organizationId, id), preview: previewOf(secrets.key) };
  }

  private readable(read: () => Secrets, providerKey: string | undefined): Partial<Secrets> {
    try {
      return read();
    } catch (error) {
      if (providerKey !== undefined) return {};
      throw error;
    }
  }

  private seal(secrets: Secrets, organizationId: string, id: string): Buffer {
    return this.secretBox().seal(JSON.stringify(secrets), { organizationId, id });
  }

  private secretBox(): SecretBox {
    return (this.box ??= createSecretBox(this.config));
  }

  /** Names that resolve to private addresses are refused by the proxy, which resolves them for each connection. */
  private checkTarget({ baseUri }: ProviderKeyConfig): void {
    if (baseUri === undefined || privateTargetRule(this.config)(new URL(baseUri).origin)) return;
    assertPublicHost(new URL(baseUri).hostname);
  }
}

function providerOf(name: string): Provider {
  const provider = findProviderBySlug(name) ?? byName.get(name.toLowerCase());
  if (provider) return provider;
  const known = providers.map(({ id }) => id).join(', ');
  throw new CodedError('provider-key/provider', `providerName: expected one of ${known}`, 400);
}

/** Whoever may change a key's settings must not be able to have the stored key sent to an address of theirs. */
function refuseRedirection(before: ProviderKeyConfig, after: ProviderKeyConfig): void {
  const changed = destination.filter((field) => before[field] !== after[field]);
  if (changed.length > 0)
    throw new CodedError(
      'provider-key/redirection',
      `config.${changed[0]}: send providerKey, too, when the key is to be used at another address`,
      400,
    );
}

function found(key: ProviderKeyEntity | null): ProviderKeyEntity {
  if (!key) throw new CodedError('provider-key/unknown', 'There is no such provider key', 404);
  return key;
}

const previewOf = (key: string): string => (key.length < shownFrom ? '' : key.slice(-4));

const maskedOf = (key: ProviderKeyEntity): MaskedProviderKey => ({
  id: key.id,
  cuid: key.id,
  org_id: key.organizationId,
  provider_name: key.provider,
  provider_key_name: key.name,
  provider_key: mask + key.preview,
  provider_secret_key: null,
});

const rowOf = (key: ProviderKeyEntity): ProviderKeyRow => ({
  id: key.id,
  cuid: key.id,
  provider_name: key.provider,
  provider_key_name: key.name,
  preview: mask + key.preview,
  config: key.config as ProviderKeyConfig,
  byok_enabled: key.byokEnabled,
  created_at: key.createdAt.toISOString(),
  soft_delete: false,
});
