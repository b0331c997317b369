import { CodedError, errorMessage, type Logger } from '@heliostat/platform';
import { StateAwayError, type LimitTaken, type SharedState } from '@heliostat/stores/state';
import type { CallHead } from '../pipeline/call-head.js';
import type { CallOutcome } from '../pipeline/call.js';
import type { GuardedCall, GuardStage } from '../pipeline/guarded-call.js';
import {
  headerLimit,
  limitWords,
  remaining,
  segmentsOf,
  storedLimit,
  usedBy,
  type ActiveLimit,
} from './active-limit.js';
import type { RateLimitPolicyStore, StoredPolicy } from './policy-store.js';
import { readPolicyHeader } from './rate-policy.js';
import { choosePolicies } from './stored-policies.js';

/** Limits, which also count what was used without being asked for. */
export type LimitStage = GuardStage & {
  /**
   * Counts what a provider did by itself, such as writing down what a user said: cents and tokens, as it is no request.
   * Never rejects, and refuses nothing; who comes next finds less.
   */
  count(call: GuardedCall, outcome: CallOutcome): Promise<void>;
};

export type RateLimitDependencies = { state: SharedState; policies: RateLimitPolicyStore; logger: Logger };

/**
 * Rate limits by header and stored ones (page Custom Rate Limits; RL-01 to RL-08). A call takes of all that hold for
 * it, or is refused with 429. What it costs is known at its end: until then it takes what such calls cost on average.
 */
export function createRateLimitStage(dependencies: RateLimitDependencies): LimitStage {
  const limits = new RateLimits(dependencies);
  return {
    name: 'rate-limit',
    wanted: (head) => limits.wanted(head),
    run: async (call) => {
      await limits.run(call);
      return undefined;
    },
    count: (call, outcome) => limits.count(call, outcome),
  };
}

const notAsked = { at: 0, taken: 0 };

class RateLimits {
  constructor(private readonly dependencies: RateLimitDependencies) {}

  wanted({ features, grant }: CallHead): boolean {
    if (features.rateLimitPolicy !== undefined) return true;
    const stored = this.dependencies.policies.policiesOf(grant.org, grant.keyId);
    if (!(stored instanceof Promise)) return stored.length > 0;
    // Asked again when the stage runs, which hears of a failure too.
    stored.catch(() => {});
    return true;
  }

  async run(call: GuardedCall): Promise<void> {
    const limits = await this.limitsOf(call);
    if (limits.length === 0) return;
    let answers: LimitTaken[];
    try {
      answers = await this.dependencies.state.take(limits.map(({ take }) => take));
    } catch (error) {
      return this.unlimited(call, limits, error);
    }
    this.tell(call, limits, answers);
    if (answers.some(({ admitted }) => !admitted)) this.refuse(call, limits, answers);
    if (!limits.some(({ take }) => take.estimated)) return;
    // A client that left meanwhile has its record already, and nobody tells the end of it again.
    if (call.exchange.decided) await this.settle(limits, answers, undefined);
    else call.onEnd((outcome) => void this.settle(limits, answers, outcome));
  }

  async count(call: GuardedCall, outcome: CallOutcome): Promise<void> {
    try {
      const limits = await this.limitsOf(call);
      await this.settle(
        limits,
        limits.map(() => notAsked),
        outcome,
      );
    } catch (error) {
      this.failed(error);
    }
  }

  /** Each limit's count once: of several quotas of a header for the same count the lowest holds. */
  private async limitsOf(call: GuardedCall): Promise<ActiveLimit[]> {
    const { head } = call;
    const header = readPolicyHeader(head.features.rateLimitPolicy);
    const segmentOf = segmentsOf(head);
    const stored = choosePolicies(await this.storedOf(call), header.names, segmentOf);
    const byKey = new Map<string, ActiveLimit>();
    for (const limit of [
      ...stored.map((policy) => storedLimit(policy, head.grant.org, segmentOf)),
      ...header.policies.map((policy) => headerLimit(policy, head, segmentOf)),
    ]) {
      if (limit === undefined) continue;
      const other = byKey.get(limit.take.key);
      if (other === undefined || limit.take.quota < other.take.quota) byKey.set(limit.take.key, limit);
    }
    return [...byKey.values()];
  }

  private async storedOf(call: GuardedCall): Promise<readonly StoredPolicy[]> {
    const { org, keyId } = call.head.grant;
    try {
      return await this.dependencies.policies.policiesOf(org, keyId);
    } catch (error) {
      this.failed(error);
      call.degrade('rate-limit');
      return [];
    }
  }

  /** Calls may pass uncounted for a while, spending may not. */
  private unlimited(call: GuardedCall, limits: readonly ActiveLimit[], error: unknown): void {
    this.failed(error);
    const spending = limits.find(({ take }) => take.estimated);
    if (spending === undefined) return call.degrade('rate-limit');
    throw new CodedError(
      'proxy/limits-unavailable',
      `What was spent of the limit ${limitWords(spending)} cannot be asked right now, so nothing more is spent. Try again in a moment.`,
      503,
    );
  }

  /** Says in the reply how much is left of the most restrictive limit: one that refuses, else the fullest. */
  private tell(call: GuardedCall, limits: readonly ActiveLimit[], answers: readonly LimitTaken[]): void {
    const share = (at: number) => remaining(limits[at]!, answers[at]!) / limits[at]!.policy.quota;
    const wait = (at: number) => answers[at]!.retryInMs;
    let tightest = 0;
    for (let at = 1; at < limits.length; at++) {
      const more = wait(at) - wait(tightest);
      if (more > 0 || (more === 0 && share(at) < share(tightest))) tightest = at;
    }
    const [limit, answer] = [limits[tightest]!, answers[tightest]!];
    const emptyInMs = answer.taken > 0 ? limit.take.windowMs : answer.emptyInMs;
    call.reply('Helicone-RateLimit-Limit', String(limit.policy.quota));
    call.reply('Helicone-RateLimit-Remaining', String(remaining(limit, answer)));
    call.reply('Helicone-RateLimit-Policy', limit.policy.text);
    call.reply('Helicone-RateLimit-Reset', String(Math.ceil(emptyInMs / 1_000)));
  }

  private refuse(call: GuardedCall, limits: readonly ActiveLimit[], answers: readonly LimitTaken[]): never {
    const retryInMs = Math.max(...answers.map((answer) => answer.retryInMs));
    const seconds = Math.max(1, Math.ceil(retryInMs / 1_000));
    const refusing = limits[answers.findIndex((answer) => answer.retryInMs === retryInMs)]!;
    call.facts.rateLimited = true;
    call.reply('Retry-After', String(seconds));
    call.reply('X-Helicone-Error', 'rate_limited');
    throw new CodedError(
      'proxy/rate-limited',
      `The rate limit ${limitWords(refusing)} is used up. Try again in ${seconds} s.`,
      429,
    );
  }

  /** Without an outcome nothing was sent, and so nothing used. Never rejects: the call is over. */
  private async settle(
    limits: readonly ActiveLimit[],
    answers: readonly Pick<LimitTaken, 'at' | 'taken'>[],
    outcome: CallOutcome | undefined,
  ): Promise<void> {
    try {
      const settlements = limits.flatMap(({ policy, take }, index) => {
        if (!take.estimated) return [];
        const { at, taken } = answers[index]!;
        const actual = outcome === undefined ? 0 : usedBy(policy.unit, outcome);
        return [{ key: take.key, windowMs: take.windowMs, at, taken, actual }];
      });
      await this.dependencies.state.settle(settlements);
    } catch (error) {
      // What was taken stands for what was used, until the window is over.
      this.failed(error);
    }
  }

  /** Stores themselves say when they are away. */
  private failed(error: unknown): void {
    if (!(error instanceof StateAwayError || error instanceof CodedError))
      this.dependencies.logger.error({ error: errorMessage(error) }, 'a rate limit failed on a request');
  }
}
