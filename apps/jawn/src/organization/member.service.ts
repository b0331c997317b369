import { randomBytes } from 'node:crypto';
import { type OrganizationMember, type Role } from '@heliostat/contracts';
import { CodedError } from '@heliostat/platform';
import { Injectable } from '@nestjs/common';
import { AuthService } from '../auth/auth.service.js';
import { atLeast, roleRefusal, type Principal } from '../principal/principal.js';
import { type MemberEditor, MemberRepository } from './member.repository.js';
import { type Invitation, type OrganizationOwner } from './organization.schema.js';
import { OrganizationService } from './organization.service.js';
import { isUniqueViolation } from './unique-violation.js';

/** Who belongs to an organisation. Only owners make or unmake owners, and one owner always stays. */
@Injectable()
export class MemberService {
  constructor(
    private readonly repository: MemberRepository,
    private readonly organizations: OrganizationService,
    private readonly auth: AuthService,
  ) {}

  async list(principal: Principal, organizationId: string): Promise<OrganizationMember[]> {
    await this.organizations.requireRole(principal, organizationId, 'viewer');
    return (await this.repository.list(organizationId)).map(({ userId, email, name, role, createdAt }) => ({
      member: userId,
      email,
      name,
      org_role: role,
      created_at: createdAt.toISOString(),
    }));
  }

  async owners(principal: Principal, organizationId: string): Promise<OrganizationOwner[]> {
    await this.organizations.requireRole(principal, organizationId, 'viewer');
    return (await this.repository.list(organizationId, 'owner')).map(({ userId, email, name }) => ({
      member: userId,
      email,
      name,
    }));
  }

  /**
   * Adds an account by its e-mail address. An address without an account gets one, with a password that the reply
   * shows once: there is no mail server to send an invitation by.
   */
  async add(principal: Principal, organizationId: string, address: string, role: Role): Promise<Invitation> {
    await this.organizations.requireRole(principal, organizationId, 'admin');
    const email = address.toLowerCase();
    const temporaryPassword = randomBytes(12).toString('base64url');
    const passwordHash = await this.auth.hashPassword(temporaryPassword);
    const attempt = () =>
      this.addOnce(principal, organizationId, email, role, temporaryPassword, passwordHash);
    try {
      return await attempt();
    } catch (error) {
      // Another organisation made the same account meanwhile: now it exists.
      if (isUniqueViolation(error)) return attempt();
      throw error;
    }
  }

  private addOnce(
    principal: Principal,
    organizationId: string,
    email: string,
    role: Role,
    temporaryPassword: string,
    passwordHash: string,
  ): Promise<Invitation> {
    return this.repository.edit(organizationId, async (editor) => {
      const own = await ownRole(editor, principal, 'admin');
      if (role === 'owner') requireOwner(own);
      const existing = await editor.findUserId(email);
      if (existing !== undefined && (await editor.role(existing)) !== undefined)
        throw new CodedError('member/exists', 'This account is a member already', 409);
      await editor.add(existing ?? (await editor.createUser(email, passwordHash)), role);
      return existing === undefined ? { temporaryPassword } : {};
    });
  }

  async setRole(principal: Principal, organizationId: string, userId: string, role: Role): Promise<void> {
    await this.organizations.requireRole(principal, organizationId, 'admin');
    await this.repository.edit(organizationId, async (editor) => {
      const own = await ownRole(editor, principal, 'admin');
      const before = await requireMember(editor, userId);
      if (before === role) return;
      if (before === 'owner' || role === 'owner') requireOwner(own);
      if (before === 'owner') await requireAnotherOwner(editor);
      await editor.setRole(userId, role);
    });
  }

  /** Admins remove others; everyone may leave. */
  async remove(principal: Principal, organizationId: string, userId: string): Promise<void> {
    const least = principal.userId === userId ? 'viewer' : 'admin';
    await this.organizations.requireRole(principal, organizationId, least);
    await this.repository.edit(organizationId, async (editor) => {
      const own = await ownRole(editor, principal, least);
      const before = await requireMember(editor, userId);
      if (before === 'owner') {
        requireOwner(own);
        await requireAnotherOwner(editor);
      }
      await editor.remove(userId);
    });
  }

  /** Hands the organisation over: the member becomes its owner and the caller an admin. */
  async handOver(principal: Principal, organizationId: string, userId: string): Promise<void> {
    await this.organizations.requireRole(principal, organizationId, 'owner');
    await this.repository.edit(organizationId, async (editor) => {
      await ownRole(editor, principal, 'owner');
      await requireMember(editor, userId);
      await editor.setRole(userId, 'owner');
      if (principal.userId !== null && principal.userId !== userId)
        await editor.setRole(principal.userId, 'admin');
    });
  }
}

/** The caller's role once nobody else changes it. Keys never get this far: they are members at most. */
async function ownRole(editor: MemberEditor, { kind, userId }: Principal, least: Role): Promise<Role> {
  const role = userId === null ? undefined : await editor.role(userId);
  if (role === undefined || !atLeast(role, least)) throw roleRefusal({ kind, role: role ?? 'viewer' }, least);
  return role;
}

async function requireMember(editor: MemberEditor, userId: string): Promise<Role> {
  const role = await editor.role(userId);
  if (role === undefined) throw new CodedError('member/unknown', 'This organization has no such member', 404);
  return role;
}

function requireOwner(role: Role): void {
  if (role !== 'owner') throw new CodedError('principal/role', 'Only an owner makes or unmakes owners', 403);
}

async function requireAnotherOwner(editor: MemberEditor): Promise<void> {
  if ((await editor.owners()) < 2)
    throw new CodedError(
      'member/last-owner',
      'An organization keeps at least one owner: name another one first',
      409,
    );
}
