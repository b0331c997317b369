import { CodedError, type Config, type Logger } from '@heliostat/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type IncomingHttpHeaders } from 'node:http';
import { type Pool } from 'pg';
import { DataSource } from 'typeorm';
import { AccountService } from '../account/account.service.js';
import { CONFIG, LOGGER } from '../platform/tokens.js';
import { type Auth, createAuth } from './create-auth.js';

const signUpPath = '/api/auth/sign-up/';

/** Passwords and sessions, by better-auth on the app's one pool. */
@Injectable()
export class AuthService {
  private readonly auth: Auth;

  constructor(
    dataSource: DataSource,
    private readonly accounts: AccountService,
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.auth = createAuth(config, poolOf(dataSource), logger, {
      onSession: (userId) => accounts.onSession(userId),
    });
  }

  /** Answers anything below `/api/auth/`. Throws `account/closed` where nobody may sign up. */
  async handle(request: Request): Promise<Response> {
    const answer = () => this.auth.handler(request);
    return new URL(request.url).pathname.startsWith(signUpPath) ? this.accounts.signUp(answer) : answer();
  }

  /** The signed-in user's id, null without a valid session. Throws `auth/unavailable` (503). */
  async userOfSession({ cookie }: IncomingHttpHeaders): Promise<string | null> {
    try {
      const session = await this.auth.api.getSession({ headers: new Headers({ cookie: cookie ?? '' }) });
      return session?.user.id ?? null;
    } catch (error) {
      // A wrong or foreign cookie is no error to better-auth: what is thrown comes from the database.
      throw new CodedError(
        'auth/unavailable',
        'The session cannot be checked: the database cannot be reached',
        503,
        {
          cause: error,
        },
      );
    }
  }

  /** As better-auth stores passwords. */
  async hashPassword(password: string): Promise<string> {
    return (await this.auth.$context).password.hash(password);
  }

  /** `HELIOSTAT_INIT_*`; before the first request is served. */
  initialize(): Promise<void> {
    return this.accounts.initialize((password) => this.hashPassword(password));
  }
}

/** TypeORM's own pool, so that an app has one. */
function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
