import { CodedError } from '@heliostat/platform';
import { Injectable } from '@nestjs/common';
import { atLeast, type Principal } from '../principal/principal.js';
import { ProviderKeyRepository } from './provider-key.repository.js';

/**
 * Who may add, change and delete provider keys: owners and admins, and API keys that one of them made. Such a key decides
 * where everybody's calls go, so that a member's API key must not be a way around the member's role.
 */
@Injectable()
export class ProviderKeyAccess {
  constructor(private readonly repository: ProviderKeyRepository) {}

  /** Throws `provider-key/role` (403). */
  async assertMayManage(principal: Principal): Promise<void> {
    if (principal.kind === 'user' ? atLeast(principal.role, 'admin') : await this.madeByAdmin(principal))
      return;
    throw new CodedError(
      'provider-key/role',
      principal.kind === 'user'
        ? 'Provider keys are managed by the owners and admins of the organization'
        : 'Provider keys are managed by API keys that an owner or admin of the organization made; this one is not',
      403,
    );
  }

  private async madeByAdmin({ organizationId, keyId }: Principal): Promise<boolean> {
    const maker = keyId === null ? null : await this.repository.makerOf(organizationId, keyId);
    if (maker === null) return false;
    // The key of the installation's settings was made by nobody. (So were those of an account that somebody takes out of
    // the database by hand: revoke them then.)
    if (maker.userId === null) return true;
    return maker.role !== null && atLeast(maker.role, 'admin');
  }
}
