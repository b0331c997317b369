import { type Role } from '@heliostat/contracts';
import {
  ApiKeyEntity,
  notifyChange,
  OrganizationEntity,
  OrganizationMemberEntity,
} from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import { createOrganization } from '../account/account.repository.js';

export type OrganizationWithRole = { organization: OrganizationEntity; role: Role };
export type OrganizationChanges = { name?: string; retentionDays?: number | null };

/** Organisations in Postgres; every change is announced in its own transaction. */
@Injectable()
export class OrganizationRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those that the user belongs to, the one joined first at the front. */
  async listForUser(userId: string): Promise<OrganizationWithRole[]> {
    const memberships = await this.dataSource
      .getRepository(OrganizationMemberEntity)
      .find({ where: { userId }, order: { createdAt: 'ASC', organizationId: 'ASC' } });
    const found = await this.dataSource
      .getRepository(OrganizationEntity)
      .findBy({ id: In(memberships.map(({ organizationId }) => organizationId)), deletedAt: IsNull() });
    return memberships.flatMap(({ organizationId, role }) => {
      const organization = found.find(({ id }) => id === organizationId);
      return organization ? [{ organization, role }] : [];
    });
  }

  find(id: string): Promise<OrganizationEntity | null> {
    return this.dataSource.getRepository(OrganizationEntity).findOneBy({ id, deletedAt: IsNull() });
  }

  create(name: string, ownerId: string): Promise<string> {
    return this.dataSource.transaction((manager) => createOrganization(manager, name, ownerId));
  }

  async update(id: string, changes: OrganizationChanges): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.update(OrganizationEntity, { id }, changes);
      await notifyChange(manager, { kind: 'organization', id });
    });
  }

  /**
   * Ends memberships and keys at once; the row stays for what purges the organisation's traffic. The hashes of the keys
   * that ended.
   */
  delete(id: string): Promise<string[]> {
    return this.dataSource.transaction(async (manager) => {
      const now = new Date();
      await manager.update(OrganizationEntity, { id }, { deletedAt: now });
      await manager.delete(OrganizationMemberEntity, { organizationId: id });
      const keys = await manager.findBy(ApiKeyEntity, { organizationId: id, revokedAt: IsNull() });
      await manager.update(ApiKeyEntity, { organizationId: id, revokedAt: IsNull() }, { revokedAt: now });
      await notifyChange(manager, { kind: 'organization', id });
      for (const { hash } of keys) await notifyChange(manager, { kind: 'api-key', id: hash });
      return keys.map(({ hash }) => hash);
    });
  }
}
