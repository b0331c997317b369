import { CodedError } from '@heliostat/platform';
import { Injectable } from '@nestjs/common';
import { type Caller } from '../principal/principal.js';
import { InstallationRepository } from './installation.repository.js';

/** Who may see and operate the installation itself, which all its organisations share. */
@Injectable()
export class InstallationService {
  constructor(private readonly repository: InstallationRepository) {}

  /**
   * The first owner, and the owners and administrators of that person's first organisation. Not API keys: those are
   * handed to applications.
   */
  async operates({ userId }: Pick<Caller, 'userId'>): Promise<boolean> {
    if (userId === null) return false;
    const firstOwnerId = await this.repository.firstOwnerId();
    if (firstOwnerId === null) return false;
    return userId === firstOwnerId || this.repository.administersFirstOrganization(userId, firstOwnerId);
  }

  /** Throws `installation/key` or `installation/operator` (403). */
  async requireOperator(caller: Caller): Promise<void> {
    if (caller.userId === null)
      throw new CodedError(
        'installation/key',
        'API keys do not reach the platform: sign in as the owner of this installation',
        403,
      );
    if (!(await this.operates(caller)))
      throw new CodedError(
        'installation/operator',
        'Only the owner of this installation and the owners and administrators of their first organization may see the platform',
        403,
      );
  }
}
