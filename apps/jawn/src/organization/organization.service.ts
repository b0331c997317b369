import { type Organization, type Role, type WhoAmI } from '@heliostat/contracts';
import { CodedError } from '@heliostat/platform';
import { Injectable } from '@nestjs/common';
import { InstallationService } from '../installation/installation.service.js';
import { ChangesService } from '../postgres/changes.service.js';
import { atLeast, roleRefusal, type Caller, type Principal } from '../principal/principal.js';
import { MemberRepository } from './member.repository.js';
import { MembershipRepository } from './membership.repository.js';
import {
  type OrganizationChanges,
  OrganizationRepository,
  type OrganizationWithRole,
} from './organization.repository.js';

/** The organisations of whoever asks; all others do not exist for them. */
@Injectable()
export class OrganizationService {
  constructor(
    private readonly repository: OrganizationRepository,
    private readonly memberships: MembershipRepository,
    private readonly members: MemberRepository,
    private readonly installation: InstallationService,
    private readonly changes: ChangesService,
  ) {}

  async whoAmI(caller: Caller): Promise<WhoAmI> {
    return {
      user: caller.userId === null ? null : await this.members.findUser(caller.userId),
      organizations: await this.list(caller),
      activeOrganizationId: caller.principal?.organizationId ?? null,
      operatesInstallation: await this.installation.operates(caller),
    };
  }

  /** A key belongs to one organisation, a user to any number. */
  async list({ userId, principal }: Caller): Promise<Organization[]> {
    if (userId !== null) return (await this.repository.listForUser(userId)).map(shown);
    const organization = principal && (await this.repository.find(principal.organizationId));
    return organization ? [shown({ organization, role: principal.role })] : [];
  }

  async get(principal: Principal, id: string): Promise<Organization> {
    const role = await this.requireRole(principal, id, 'viewer');
    const organization = await this.repository.find(id);
    if (!organization) throw unknownOrganization();
    return shown({ organization, role });
  }

  /** Returns the new organisation's id. */
  async create({ userId }: Caller, name: string): Promise<string> {
    if (userId === null)
      throw new CodedError('organization/key', 'Sign in to create an organization; API keys cannot', 403);
    return this.repository.create(name, userId);
  }

  async update(principal: Principal, id: string, changes: OrganizationChanges): Promise<void> {
    await this.requireRole(principal, id, 'admin');
    if (Object.values(changes).some((value) => value !== undefined))
      await this.repository.update(id, changes);
  }

  async delete(principal: Principal): Promise<void> {
    await this.requireRole(principal, principal.organizationId, 'owner');
    const keys = await this.repository.delete(principal.organizationId);
    // The notices reach this process a moment later; a key that has ended may be tried before.
    for (const id of keys) this.changes.deliver({ kind: 'api-key', id });
  }

  /**
   * The caller's role in an organisation named in a path. Throws 404 where they do not belong to it, so that nobody
   * learns which ids exist, and 403 where the role is not enough.
   */
  async requireRole(principal: Principal, organizationId: string, least: Role): Promise<Role> {
    const role = await this.roleIn(principal, organizationId);
    if (role === undefined) throw unknownOrganization();
    if (!atLeast(role, least)) throw roleRefusal({ kind: principal.kind, role }, least);
    return role;
  }

  private async roleIn(principal: Principal, organizationId: string): Promise<Role | undefined> {
    if (principal.organizationId === organizationId) return principal.role;
    if (principal.userId === null) return undefined;
    return (await this.memberships.findForUser(principal.userId, organizationId))?.role;
  }
}

const unknownOrganization = () =>
  new CodedError('organization/unknown', 'You belong to no organization of that id', 404);

function shown({ organization, role }: OrganizationWithRole): Organization {
  return {
    id: organization.id,
    name: organization.name,
    created_at: organization.createdAt.toISOString(),
    retention_days: organization.retentionDays,
    has_integrated: organization.hasIntegrated,
    role,
  };
}
