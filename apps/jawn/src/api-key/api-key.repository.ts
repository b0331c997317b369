import { randomUUID } from 'node:crypto';
import { type KeyPermissions } from '@heliostat/contracts';
import { ApiKeyEntity, notifyChange } from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';

export type NewApiKey = {
  organizationId: string;
  name: string;
  hash: string;
  preview: string;
  permissions: KeyPermissions;
  createdBy: string | null;
};

/** Keys in Postgres; every change is announced in its own transaction. */
@Injectable()
export class ApiKeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  private get keys() {
    return this.dataSource.getRepository(ApiKeyEntity);
  }

  list(organizationId: string): Promise<ApiKeyEntity[]> {
    return this.keys.find({
      where: { organizationId, revokedAt: IsNull() },
      order: { createdAt: 'DESC', id: 'ASC' },
    });
  }

  findActive(hash: string): Promise<ApiKeyEntity | null> {
    return this.keys.findOneBy({ hash, revokedAt: IsNull() });
  }

  async create(key: NewApiKey): Promise<string> {
    const id = randomUUID();
    await this.dataSource.transaction(async (manager) => {
      await manager.insert(ApiKeyEntity, { id, ...key });
      await notifyChange(manager, { kind: 'api-key', id: key.hash });
    });
    return id;
  }

  /** The key's hash, or null where the organisation has no such key. */
  async rename(organizationId: string, id: string, name: string): Promise<string | null> {
    const found = await this.keys.findOneBy({ id, organizationId, revokedAt: IsNull() });
    if (!found) return null;
    await this.keys.update({ id, organizationId }, { name });
    return found.hash;
  }

  /** The key's hash, or null where the organisation has no such key. */
  revoke(organizationId: string, id: string): Promise<string | null> {
    return this.dataSource.transaction(async (manager) => {
      const found = await manager.findOneBy(ApiKeyEntity, { id, organizationId, revokedAt: IsNull() });
      if (!found) return null;
      await manager.update(ApiKeyEntity, { id, organizationId }, { revokedAt: new Date() });
      await notifyChange(manager, { kind: 'api-key', id: found.hash });
      return found.hash;
    });
  }

  /** Notes that the key was used now. */
  async touch(id: string): Promise<void> {
    await this.keys.update({ id }, { lastUsedAt: new Date() });
  }
}
