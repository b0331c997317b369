import { type Role } from '@heliostat/contracts';
import { OrganizationEntity, OrganizationMemberEntity, UserEntity } from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { createUser } from '../account/account.repository.js';

export type Member = { userId: string; email: string; name: string; role: Role; createdAt: Date };

/** What a change to the members of one organisation may do, while nobody else changes them. */
export type MemberEditor = {
  role(userId: string): Promise<Role | undefined>;
  owners(): Promise<number>;
  setRole(userId: string, role: Role): Promise<void>;
  remove(userId: string): Promise<void>;
  add(userId: string, role: Role): Promise<void>;
  findUserId(email: string): Promise<string | undefined>;
  createUser(email: string, passwordHash: string): Promise<string>;
};

/** The members of organisations. */
@Injectable()
export class MemberRepository {
  constructor(private readonly dataSource: DataSource) {}

  async findUser(id: string): Promise<{ id: string; email: string; name: string } | null> {
    const user = await this.dataSource.getRepository(UserEntity).findOneBy({ id });
    return user && { id: user.id, email: user.email, name: user.name };
  }

  async list(organizationId: string, role?: Role): Promise<Member[]> {
    const members = await this.dataSource
      .getRepository(OrganizationMemberEntity)
      .find({ where: { organizationId, ...(role && { role }) }, order: { createdAt: 'ASC', userId: 'ASC' } });
    const users = await this.dataSource
      .getRepository(UserEntity)
      .findBy({ id: In(members.map(({ userId }) => userId)) });
    return members.flatMap(({ userId, role: held, createdAt }) => {
      const user = users.find(({ id }) => id === userId);
      return user ? [{ userId, email: user.email, name: user.name, role: held, createdAt }] : [];
    });
  }

  /** Runs `change` in one transaction that holds the organisation's row: changes of one organisation take turns. */
  edit<T>(organizationId: string, change: (editor: MemberEditor) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.findOne(OrganizationEntity, {
        where: { id: organizationId },
        lock: { mode: 'pessimistic_write' },
      });
      return change(editorOf(manager, organizationId));
    });
  }
}

function editorOf(manager: EntityManager, organizationId: string): MemberEditor {
  return {
    async role(userId) {
      return (await manager.findOneBy(OrganizationMemberEntity, { organizationId, userId }))?.role;
    },
    owners: () => manager.countBy(OrganizationMemberEntity, { organizationId, role: 'owner' }),
    async setRole(userId, role) {
      await manager.update(OrganizationMemberEntity, { organizationId, userId }, { role });
    },
    async remove(userId) {
      await manager.delete(OrganizationMemberEntity, { organizationId, userId });
    },
    async add(userId, role) {
      await manager.insert(OrganizationMemberEntity, { organizationId, userId, role });
    },
    async findUserId(email) {
      return (await manager.findOneBy(UserEntity, { email }))?.id;
    },
    createUser: (email, passwordHash) =>
      createUser(manager, { email, name: email.split('@')[0] ?? email, passwordHash }),
  };
}
