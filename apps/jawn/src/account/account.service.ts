import { type Config, CodedError, errorMessage, type Logger } from '@heliostat/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOGGER } from '../platform/tokens.js';
import { AccountRepository } from './account.repository.js';

/** Who may sign up, and what every account has once it did. */
@Injectable()
export class AccountService {
  constructor(
    private readonly repository: AccountRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What the sign-up page needs to know (SetupState). */
  async setup(): Promise<{ firstOwner: boolean; signUpOpen: boolean }> {
    const firstOwner = !(await this.repository.isClaimed());
    return { firstOwner, signUpOpen: await this.isOpen() };
  }

  /**
   * Runs a sign-up, if the settings let anyone sign up at the moment; throws `account/closed` (403) otherwise. Where
   * only the first account may, sign-ups run one after the other, so that two cannot both be first.
   */
  async signUp<T>(action: () => Promise<T>): Promise<T> {
    if (!(await this.isOpen())) throw closed(this.config.HELIOSTAT_SIGN_UP);
    if (this.config.HELIOSTAT_SIGN_UP !== 'first-owner') return action();
    return this.repository.exclusively(async () => {
      if (!(await this.isOpen())) throw closed(this.config.HELIOSTAT_SIGN_UP);
      return action();
    });
  }

  /** Called at every sign-in. A failure does not keep anyone out: the next sign-in tries again. */
  async onSession(userId: string): Promise<void> {
    try {
      await this.repository.ensureOrganization(userId);
    } catch (error) {
      this.logger.error(
        { userId, error: errorMessage(error) },
        'an account has no organization yet; its next sign-in makes one',
      );
    }
  }

  /** `HELIOSTAT_INIT_*`: made on an empty installation, ignored ever after. `hash` is the password's. */
  async initialize(hash: (password: string) => Promise<string>): Promise<void> {
    const {
      HELIOSTAT_INIT_EMAIL: email,
      HELIOSTAT_INIT_PASSWORD: password,
      HELIOSTAT_INIT_ORG: organizationName,
      HELIOSTAT_INIT_API_KEY: apiKey,
    } = this.config;
    if (!email && !password && !organizationName && !apiKey) return;
    if (!email || !password)
      throw new CodedError(
        'config/invalid',
        'Wrong settings:\n  HELIOSTAT_INIT_EMAIL, HELIOSTAT_INIT_PASSWORD: expected both where any HELIOSTAT_INIT_* is set',
      );
    if (await this.repository.isClaimed()) return;
    const made = await this.repository.createFirstOwner({
      email,
      name: email.split('@')[0] ?? email,
      passwordHash: await hash(password),
      organizationName: organizationName?.trim() || 'My organization',
      apiKey,
    });
    if (made) this.logger.info('made the first owner from HELIOSTAT_INIT_*');
  }

  private async isOpen(): Promise<boolean> {
    switch (this.config.HELIOSTAT_SIGN_UP) {
      case 'open':
        return true;
      case 'closed':
        return false;
      case 'first-owner':
        return !(await this.repository.isClaimed()) && !(await this.repository.hasAccounts());
    }
  }
}

const closed = (setting: string) =>
  new CodedError(
    'account/closed',
    setting === 'closed'
      ? 'Sign-up is closed on this installation; ask its owner for an invitation'
      : 'This installation has its owner; ask them for an invitation',
    403,
  );
