import { CodedError, type Config, errorMessage, type Logger } from '@heliostat/platform';
import { type LimitTaken, type SharedState, StateAwayError } from '@heliostat/stores/state';
import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  type OnModuleDestroy,
} from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { CONFIG, LOGGER } from '../platform/tokens.js';
import { type CallerRequest } from '../principal/principal.decorators.js';
import { type Caller } from '../principal/principal.js';

/** Where requests are counted; undefined without a limit. */
export const API_LIMIT_STATE = Symbol('api limit state');
export type ApiLimitState = Pick<SharedState, 'take' | 'close'> | undefined;

const windowSeconds = 60;

/**
 * Lets an organisation's API keys together, and each of its members by themselves, make `API_REQUESTS_PER_MINUTE` requests
 * in any 60 seconds, and answers those above with 429 (page API Reference Overview; RL-09). A script in a loop so leaves
 * the dashboard alone. Runs behind the guard that knows who asks: public routes are not counted. While the counts cannot
 * be asked, everybody passes.
 */
@Injectable()
export class ApiLimitGuard implements CanActivate, OnModuleDestroy {
  constructor(
    @Inject(API_LIMIT_STATE) private readonly state: ApiLimitState,
    @Inject(CONFIG) private readonly config: Pick<Config, 'API_REQUESTS_PER_MINUTE'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { caller } = http.getRequest<CallerRequest>();
    const taken = caller && (await this.take(keyOf(caller)));
    if (!taken) return true;
    const quota = this.config.API_REQUESTS_PER_MINUTE;
    const reply = http.getResponse<FastifyReply>();
    tell(reply, quota, taken);
    if (taken.admitted) return true;
    const seconds = Math.max(1, Math.ceil(taken.retryInMs / 1_000));
    reply.header('Retry-After', String(seconds));
    const who = caller.principal?.kind === 'key' ? 'the API keys of an organization together' : 'a member';
    throw new CodedError(
      'api-limit/reached',
      `Too many requests: ${who} may send ${quota} to the API in ${windowSeconds} s. Try again in ${seconds} s.`,
      429,
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.state?.close();
  }

  private async take(key: string): Promise<LimitTaken | undefined> {
    const limit = {
      key,
      quota: this.config.API_REQUESTS_PER_MINUTE,
      windowMs: windowSeconds * 1_000,
      amount: 1,
      estimated: false,
    };
    try {
      return (await this.state?.take([limit]))?.[0];
    } catch (error) {
      // The state itself says when it is away.
      if (!(error instanceof StateAwayError))
        this.logger.error({ error: errorMessage(error) }, 'a request to the API could not be counted');
      return undefined;
    }
  }
}

function keyOf({ userId, principal }: Caller): string {
  const owner = principal?.organizationId ?? 'none';
  return `${owner}:api:${userId === null ? 'keys' : `user-${userId}`}`;
}

/** Seconds in both resets: until the whole quota is there again. */
function tell(reply: FastifyReply, quota: number, { admitted, used, taken, emptyInMs }: LimitTaken): void {
  const remaining = String(admitted ? Math.max(0, quota - used - taken) : 0);
  const reset = String(admitted ? windowSeconds : Math.ceil(emptyInMs / 1_000));
  reply.header('RateLimit-Policy', `${quota};w=${windowSeconds}`);
  for (const prefix of ['RateLimit', 'X-RateLimit'])
    reply
      .header(`${prefix}-Limit`, String(quota))
      .header(`${prefix}-Remaining`, remaining)
      .header(`${prefix}-Reset`, reset);
}
