import { apiKeyPattern } from '@heliostat/contracts';
import { CodedError } from '@heliostat/platform';
import { Injectable } from '@nestjs/common';
import { type IncomingHttpHeaders } from 'node:http';
import { AuthService } from '../auth/auth.service.js';
import { MembershipRepository } from '../organization/membership.repository.js';
import { KeyDirectoryService } from './key-directory.service.js';
import { type Caller, permissionsOfRole, roleOfKey } from './principal.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Finds out who asks: an API key in `Authorization`, or a session's cookie and a `helicone-org-id`. */
@Injectable()
export class CallerService {
  constructor(
    private readonly keys: KeyDirectoryService,
    private readonly auth: AuthService,
    private readonly memberships: MembershipRepository,
  ) {}

  /** Throws 401 without credentials or with wrong ones, and 403 for an organisation that is not the caller's. */
  async identify(headers: IncomingHttpHeaders): Promise<Caller> {
    const credential = headers.authorization?.replace(/^Bearer\s+/i, '').trim();
    return credential ? this.byKey(credential) : this.bySession(headers);
  }

  private async byKey(key: string): Promise<Caller> {
    const found = apiKeyPattern.test(key) ? await this.keys.find(key) : null;
    if (!found) throw new CodedError('principal/key', 'Unauthorized: the API key is unknown or revoked', 401);
    return {
      userId: null,
      principal: {
        kind: 'key',
        userId: null,
        keyId: found.id,
        organizationId: found.organizationId,
        role: roleOfKey(found.permissions),
        permissions: found.permissions,
      },
    };
  }

  private async bySession(headers: IncomingHttpHeaders): Promise<Caller> {
    const userId = headers.cookie === undefined ? null : await this.auth.userOfSession(headers);
    if (userId === null)
      throw new CodedError(
        'principal/missing',
        'Unauthorized: send an API key as "Authorization: Bearer <key>", or sign in',
        401,
      );
    const wanted = headers['helicone-org-id'];
    if (wanted !== undefined && (typeof wanted !== 'string' || !uuid.test(wanted)))
      throw new CodedError('organization/header', 'helicone-org-id: expected a UUID', 400);
    const membership = await this.memberships.findForUser(userId, wanted);
    if (!membership && wanted !== undefined)
      throw new CodedError('organization/foreign', 'You are not a member of this organization', 403);
    return {
      userId,
      principal: membership && {
        kind: 'user',
        userId,
        keyId: null,
        organizationId: membership.organizationId,
        role: membership.role,
        permissions: permissionsOfRole(membership.role),
      },
    };
  }
}
