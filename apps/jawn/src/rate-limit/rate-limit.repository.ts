import { randomUUID } from 'node:crypto';
import { ApiKeyEntity, notifyChange, RateLimitPolicyEntity } from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';

export type RateLimitValues = Pick<
  RateLimitPolicyEntity,
  'name' | 'quota' | 'windowSeconds' | 'unit' | 'segment' | 'apiKeyId'
>;

/** Stored rate limits in Postgres; every change is announced in its own transaction. */
@Injectable()
export class RateLimitRepository {
  constructor(private readonly dataSource: DataSource) {}

  list(organizationId: string): Promise<RateLimitPolicyEntity[]> {
    return this.dataSource
      .getRepository(RateLimitPolicyEntity)
      .find({ where: { organizationId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** Whether the organisation has this API key. */
  hasKey(organizationId: string, id: string): Promise<boolean> {
    return this.dataSource.getRepository(ApiKeyEntity).existsBy({ id, organizationId, revokedAt: IsNull() });
  }

  create(organizationId: string, values: RateLimitValues): Promise<RateLimitPolicyEntity> {
    const id = randomUUID();
    return this.change(organizationId, async (manager) => {
      await manager.insert(RateLimitPolicyEntity, { id, organizationId, ...values });
      return manager.findOneByOrFail(RateLimitPolicyEntity, { id, organizationId });
    });
  }

  /** Null where the organisation has no such limit. */
  update(
    organizationId: string,
    id: string,
    values: Partial<RateLimitValues>,
  ): Promise<RateLimitPolicyEntity | null> {
    return this.change(organizationId, async (manager) => {
      await manager.update(
        RateLimitPolicyEntity,
        { id, organizationId },
        { ...values, updatedAt: new Date() },
      );
      return manager.findOneBy(RateLimitPolicyEntity, { id, organizationId });
    });
  }

  /** False where the organisation has no such limit. */
  delete(organizationId: string, id: string): Promise<boolean> {
    return this.change(organizationId, async (manager) => {
      const { affected } = await manager.delete(RateLimitPolicyEntity, { id, organizationId });
      return affected === 1;
    });
  }

  private change<T>(organizationId: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      const result = await work(manager);
      await notifyChange(manager, { kind: 'policy', id: organizationId });
      return result;
    });
  }
}
