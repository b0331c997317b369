import { randomUUID } from 'node:crypto';
import {
  AccountEntity,
  ApiKeyEntity,
  InstallationEntity,
  notifyChange,
  OrganizationEntity,
  OrganizationMemberEntity,
  UserEntity,
} from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { hashApiKey, previewApiKey } from '../api-key/api-key-format.js';

export type NewUser = { email: string; name: string; passwordHash: string };
export type FirstOwner = NewUser & { organizationName: string; apiKey?: string };

/** Constants of our own, for Postgres' advisory locks. */
const locks = { firstOwner: 4_857_002, signUp: 4_857_003 };

/** Accounts as better-auth keeps them, the first owner, and everyone's own organisation. */
@Injectable()
export class AccountRepository {
  /** One sign-up at a time waits for the lock below, so that waiting ones cannot use up the pool. */
  private lastExclusive: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {}

  /** Whether someone is the first owner already. */
  isClaimed(): Promise<boolean> {
    return this.dataSource.getRepository(InstallationEntity).existsBy({ id: true });
  }

  /** Whether any account exists, be it half-made. */
  hasAccounts(): Promise<boolean> {
    return this.dataSource.getRepository(UserEntity).exists();
  }

  /** Runs `action` while no other jawn runs one. The lock lives in a transaction, so that PgBouncer may pool it. */
  exclusively<T>(action: () => Promise<T>): Promise<T> {
    const run = this.lastExclusive.then(() =>
      this.dataSource.transaction(async (manager) => {
        await lock(manager, locks.signUp);
        return action();
      }),
    );
    this.lastExclusive = run.catch(() => {});
    return run;
  }

  /**
   * Gives an account that belongs nowhere an organisation of its own, and makes it the first owner where there is
   * none. Does nothing the second time, however many call it at once.
   */
  ensureOrganization(userId: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const user = await manager.findOne(UserEntity, {
        where: { id: userId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!user) return;
      if (!(await this.belongsSomewhere(manager, userId)))
        await createOrganization(manager, ownName(user), userId);
      await claim(manager, userId);
    });
  }

  /** Makes user, organisation and key of an empty installation in one transaction; false where it is not empty. */
  createFirstOwner(owner: FirstOwner): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      await lock(manager, locks.firstOwner);
      const claimed = await manager.existsBy(InstallationEntity, { id: true });
      if (claimed || (await manager.exists(UserEntity))) return false;
      const userId = await createUser(manager, owner);
      const organizationId = await createOrganization(manager, owner.organizationName, userId);
      await claim(manager, userId);
      if (owner.apiKey) await createKey(manager, organizationId, userId, owner.apiKey);
      return true;
    });
  }

  private async belongsSomewhere(manager: EntityManager, userId: string): Promise<boolean> {
    return manager
      .createQueryBuilder(OrganizationMemberEntity, 'member')
      .innerJoin(
        OrganizationEntity,
        'organization',
        'organization.id = member.organizationId AND organization.deletedAt IS NULL',
      )
      .where('member.userId = :userId', { userId })
      .getExists();
  }
}

/** An account with a password, as better-auth would make it. Returns its id. */
export async function createUser(manager: EntityManager, user: NewUser): Promise<string> {
  const id = randomUUID();
  await manager.insert(UserEntity, {
    id,
    name: user.name,
    email: user.email.toLowerCase(),
    emailVerified: false,
  });
  await manager.insert(AccountEntity, {
    id: randomUUID(),
    accountId: id,
    providerId: 'credential',
    userId: id,
    password: user.passwordHash,
  });
  return id;
}

/** An organisation with its owner. Returns its id. */
export async function createOrganization(
  manager: EntityManager,
  name: string,
  ownerId: string,
): Promise<string> {
  const id = randomUUID();
  await manager.insert(OrganizationEntity, { id, name });
  await manager.insert(OrganizationMemberEntity, { organizationId: id, userId: ownerId, role: 'owner' });
  await notifyChange(manager, { kind: 'organization', id });
  return id;
}

async function createKey(
  manager: EntityManager,
  organizationId: string,
  createdBy: string,
  apiKey: string,
): Promise<void> {
  const hash = hashApiKey(apiKey);
  await manager.insert(ApiKeyEntity, {
    id: randomUUID(),
    organizationId,
    name: 'Initial key',
    hash,
    preview: previewApiKey(apiKey),
    permissions: 'rw',
    createdBy,
  });
  await notifyChange(manager, { kind: 'api-key', id: hash });
}

const claim = (manager: EntityManager, userId: string) =>
  manager
    .createQueryBuilder()
    .insert()
    .into(InstallationEntity)
    .values({ id: true, firstOwnerId: userId })
    .orIgnore()
    .execute();

const lock = (manager: EntityManager, id: number) => manager.query('SELECT pg_advisory_xact_lock($1)', [id]);

const ownName = ({ name, email }: UserEntity): string =>
  `${(name.trim() || email.split('@')[0] || 'My').slice(0, 80)}'s organization`;
