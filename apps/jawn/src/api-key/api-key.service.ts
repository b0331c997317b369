import { type ApiKeySummary, type CreatedApiKey, type KeyPermissions } from '@heliostat/contracts';
import { CodedError } from '@heliostat/platform';
import { type ApiKeyEntity } from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { ChangesService } from '../postgres/changes.service.js';
import { type Principal } from '../principal/principal.js';
import { generateApiKey, hashApiKey, previewApiKey } from './api-key-format.js';
import { ApiKeyRepository } from './api-key.repository.js';

/** The keys of the caller's organisation. */
@Injectable()
export class ApiKeyService {
  constructor(
    private readonly repository: ApiKeyRepository,
    private readonly changes: ChangesService,
  ) {}

  async list({ organizationId }: Principal): Promise<ApiKeySummary[]> {
    return (await this.repository.list(organizationId)).map(summary);
  }

  /** The one time that the key is shown. */
  async create(principal: Principal, name: string, permissions: KeyPermissions): Promise<CreatedApiKey> {
    const apiKey = generateApiKey();
    const hashedKey = hashApiKey(apiKey);
    const id = await this.repository.create({
      organizationId: principal.organizationId,
      name,
      hash: hashedKey,
      preview: previewApiKey(apiKey),
      permissions,
      createdBy: principal.userId,
    });
    return { id, apiKey, hashedKey };
  }

  async rename({ organizationId }: Principal, id: string, name: string): Promise<{ hashedKey: string }> {
    return { hashedKey: found(await this.repository.rename(organizationId, id, name)) };
  }

  async revoke({ organizationId }: Principal, id: string): Promise<{ hashedKey: string }> {
    const hashedKey = found(await this.repository.revoke(organizationId, id));
    // The notice reaches this process a moment later; who revoked a key may try it before.
    this.changes.deliver({ kind: 'api-key', id: hashedKey });
    return { hashedKey };
  }
}

function found(hash: string | null): string {
  if (hash === null) throw new CodedError('api-key/unknown', 'There is no such API key', 404);
  return hash;
}

function summary(key: ApiKeyEntity): ApiKeySummary {
  return {
    id: key.id,
    api_key_name: key.name,
    preview: key.preview,
    key_permissions: key.permissions,
    created_at: key.createdAt.toISOString(),
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    created_by: key.createdBy,
  };
}
