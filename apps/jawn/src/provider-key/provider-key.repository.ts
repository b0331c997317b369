import { type Role } from '@heliostat/contracts';
import { notifyChange, ProviderKeyEntity } from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';

/** Provider keys in Postgres; every change is announced in its own transaction. */
@Injectable()
export class ProviderKeyRepository {
  constructor(private readonly dataSource: DataSource) {}

  list(organizationId: string): Promise<ProviderKeyEntity[]> {
    return this.dataSource.getRepository(ProviderKeyEntity).find({
      where: { organizationId, deletedAt: IsNull() },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
  }

  find(organizationId: string, id: string): Promise<ProviderKeyEntity | null> {
    return this.dataSource
      .getRepository(ProviderKeyEntity)
      .findOneBy({ id, organizationId, deletedAt: IsNull() });
  }

  /** Who made an API key, and what they are in its organisation by now; null where it has no such key. */
  async makerOf(
    organizationId: string,
    apiKeyId: string,
  ): Promise<{ userId: string | null; role: Role | null } | null> {
    const [row] = await this.dataSource.query<{ created_by: string | null; role: Role | null }[]>(
      `SELECT created_by, role FROM api_key
       LEFT JOIN organization_member AS member
         ON member.user_id = created_by AND member.organization_id = api_key.organization_id
       WHERE api_key.id = $2 AND api_key.organization_id = $1`,
      [organizationId, apiKeyId],
    );
    return row ? { userId: row.created_by, role: row.role } : null;
  }

  async create(key: Omit<ProviderKeyEntity, 'createdAt' | 'updatedAt' | 'deletedAt'>): Promise<void> {
    await this.change(key.organizationId, (manager) => manager.insert(ProviderKeyEntity, key));
  }

  /**
   * Changes one key while nobody else does: `change` gets the key with its sealed secret and returns what is new.
   * Null where the organisation has no such key.
   */
  update(
    organizationId: string,
    id: string,
    change: (key: ProviderKeyEntity) => Partial<ProviderKeyEntity>,
  ): Promise<ProviderKeyEntity | null> {
    return this.change(organizationId, async (manager) => {
      const key = await manager
        .createQueryBuilder(ProviderKeyEntity, 'key')
        .addSelect('key.sealed')
        .setLock('pessimistic_write')
        .where({ id, organizationId, deletedAt: IsNull() })
        .getOne();
      if (!key) return null;
      const changes = { ...change(key), updatedAt: new Date() };
      await manager.update(ProviderKeyEntity, { id, organizationId }, changes);
      return { ...key, ...changes };
    });
  }

  private change<T>(organizationId: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      const result = await work(manager);
      await notifyChange(manager, { kind: 'provider-key', id: organizationId });
      return result;
    });
  }
}
