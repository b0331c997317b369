import { performance } from 'node:perf_hooks';
import { worstCaseCost } from '@heliostat/models';
import { CodedError, type Config } from '@heliostat/platform';
import type { AttemptFailure } from '../attempts/attempt.js';
import { makeAttempt } from '../attempts/make-attempt.js';
import { waitForRetry } from '../attempts/wait.js';
import { isRefusal, type CreditLedger, type Reservation } from '../credits/credit-ledger.js';
import { usageOf } from '../pipeline/call-outcome.js';
import type { Call, CallOutcome, JsonObject } from '../pipeline/call.js';
import { parseModelFallbacks } from '../fallbacks/parse-fallbacks.js';
import type { ProviderKeyStore } from '../provider-keys/provider-key-store.js';
import { isTransient, readRetryPolicy, retryDelay } from '../retries/retry-policy.js';
import { findCandidates, type Candidate } from './candidates.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { EndpointLatency } from './endpoint-latency.js';
import {
  codedFailure,
  failureOf,
  mostActionable,
  triggersFailover,
  type GatewayFailure,
} from './gateway-failure.js';
import { parseModelString } from './model-string.js';
import type { ProviderRequest, ProviderRequests } from './provider-request.js';
import type { ModelApi } from './unified-api.js';
import { prefixOf, type WarmPrefixes } from './warm-prefixes.js';

export type GatewaySenderDependencies = {
  settings: Config['providers'];
  ownKeys: ProviderKeyStore;
  credits: CreditLedger;
  breaker: CircuitBreaker;
  latency: EndpointLatency;
  warm: WarmPrefixes;
  requests: ProviderRequests;
};

/** One call on its way down the candidates. */
type Run = {
  readonly call: Call;
  readonly api: ModelApi;
  readonly body: JsonObject;
  readonly prefix: string | undefined;
  /** Attempts that were made. */
  tries: number;
  /** Whether the reply that went to the client was paid for by the installation. */
  paid: boolean;
  /** Whose provider has the request, and has not answered it yet. */
  asked: Candidate | undefined;
  reservation: Reservation | 'unlimited' | undefined;
  /** Nano-USD that were asked for. */
  reserved: bigint;
  /** Whether the call's end is listened to. */
  settles: boolean;
  /** Headers that ask for what only a provider's door does. */
  readonly ignored: readonly string[];
};

/** Characters of a request in one token, at the least: what is reserved must not be too little. */
const charsPerToken = 2;

/** Sends calls of the unified gateway: down the candidates of their model string until one answers. */
export class GatewaySender {
  constructor(private readonly dependencies: GatewaySenderDependencies) {}

  /**
   * Resolves to undefined once a reply goes to the client, else to the failure that is to be told. Throws coded errors
   * for what no provider needs to be asked about.
   */
  async send(call: Call, api: ModelApi, body: JsonObject): Promise<GatewayFailure | undefined> {
    const policy = readRetryPolicy(call.head.features);
    const asked = call.head.features.fallbacks;
    const fallbacks = asked === undefined ? [] : parseModelFallbacks(asked);
    const parsed = parseModelString([modelOf(body), ...(fallbacks ?? [])].join(','));
    const fault = this.dependencies.requests.checkExtensions(body, api);
    if (fault !== undefined) return fault;
    const reading = this.dependencies.ownKeys.keysOf(call.org);
    const keys = reading instanceof Promise ? await reading : reading;
    const prefix = prefixOf(call.org, body);
    const run: Run = {
      call,
      api,
      body,
      prefix,
      tries: 0,
      paid: false,
      asked: undefined,
      reservation: undefined,
      reserved: 0n,
      settles: false,
      ignored: fallbacks === undefined ? ['Helicone-Fallbacks'] : [],
    };
    call.onClose(() => close(run));
    for (let round = 0; ; round++) {
      const { candidates, failures } = findCandidates(parsed, api, keys, this.dependencies);
      const failed = await this.tryAll(run, this.order(candidates, prefix), failures);
      if (failed === undefined || policy === undefined || !isTransient(failed.status)) return failed;
      // What an administrator has to change does not pass by waiting.
      if (failed.type === 'request_failed') return failed;
      const delay = retryDelay(policy, round, failed.retryAfterSeconds);
      if (delay === undefined) return failed;
      await waitForRetry(call.exchange, delay);
      if (call.exchange.decided) return undefined;
    }
  }

  /**
   * Warm endpoints first in their turn. Those that rest are not worth a wait while others answer; where none did they are
   * asked all the same, in the chain's order: any of them may have come back, and that beats an error.
   */
  private order(candidates: Candidate[], prefix: string | undefined): Candidate[] {
    const { breaker, warm } = this.dependencies;
    const ordered: Candidate[] = [];
    const resting: Candidate[] = [];
    for (const candidate of candidates) (breaker.allows(candidate.id) ? ordered : resting).push(candidate);
    const warmId = prefix === undefined ? undefined : warm.endpointOf(prefix);
    const at = warmId === undefined ? -1 : ordered.findIndex(({ id }) => id === warmId);
    // Not before what the client named first, nor an installation's key before an own one.
    const first = at < 0 ? -1 : ordered.findIndex(({ turn }) => turn === ordered[at]!.turn);
    if (at > first) ordered.splice(first, 0, ...ordered.splice(at, 1));
    return [...ordered, ...resting];
  }

  private async tryAll(
    run: Run,
    candidates: readonly Candidate[],
    failures: GatewayFailure[],
  ): Promise<GatewayFailure | undefined> {
    for (const candidate of candidates) {
      const failure = await this.tryOne(run, candidate);
      if (failure === undefined || run.call.exchange.decided) return undefined;
      failures.push(failure);
      // The client's own fault stays its fault elsewhere.
      if (!triggersFailover(failure)) break;
    }
    return mostActionable(failures);
  }

  private async tryOne(run: Run, candidate: Candidate): Promise<GatewayFailure | undefined> {
    const { breaker, latency, requests, warm } = this.dependencies;
    const { call, prefix } = run;
    let request: ProviderRequest;
    try {
      const refusal = await this.pay(run, candidate);
      if (refusal !== undefined) return refusal;
      if (call.exchange.decided) return undefined;
      const building = requests.build(call, run.api, run.body, candidate);
      request = building instanceof Promise ? await building : building;
    } catch (error) {
      // What is wrong with one key or one endpoint may be right with the next.
      if (error instanceof CodedError) return { ...codedFailure(error), movesOn: true };
      throw error;
    }
    run.tries++;
    request.attempt.onSent = () => (run.asked = candidate);
    request.attempt.onChosen = () => this.choose(run, candidate, request);
    breaker.begin(candidate.id);
    const startedAt = performance.now();
    const failure = await makeAttempt(call.exchange, request.attempt);
    run.asked = undefined;
    if (failure === undefined) {
      const answered = call.exchange.status >= 200 && call.exchange.status < 400;
      if (answered) breaker.succeeded(candidate.id);
      else breaker.released(candidate.id);
      if (answered) latency.observe(candidate.id, performance.now() - startedAt);
      if (answered && prefix !== undefined) warm.remember(prefix, candidate.id);
      return undefined;
    }
    this.judge(candidate, failure);
    const { message, type } = request.readError(failure);
    return failureOf(failure, message, type);
  }

  /**
   * Calls that the installation pays for are checked strictly and reserved for, once for all attempts that cost no more
   * than the first.
   */
  private async pay(run: Run, candidate: Candidate): Promise<GatewayFailure | undefined> {
    const { endpoint, key } = candidate;
    if (key !== 'installation' || endpoint === undefined) return undefined;
    const { call, api, body, reservation } = run;
    const fault = this.dependencies.requests.checkStrict(call, api, body, candidate);
    if (fault !== undefined) return { ...fault, movesOn: true };
    if (reservation === 'unlimited') return undefined;
    const promptTokens = Math.ceil(sizeOf(run) / charsPerToken);
    const most = worstCaseCost(endpoint, promptTokens, maxOutputOf(body), choicesOf(body));
    if (reservation !== undefined) {
      if (most <= run.reserved) return undefined;
      // Given back first: a call that is alone may have all that is left.
      run.reservation = undefined;
      await reservation.settle(0n);
    }
    const { createdAt } = call.exchange;
    const reserving = this.dependencies.credits.reserve({ org: call.org, id: call.id, createdAt }, most);
    const result = reserving instanceof Promise ? await reserving : reserving;
    if (isRefusal(result)) return { ...result, type: 'request_failed', movesOn: true };
    if (result === 'unlimited') {
      run.reservation = result;
      return undefined;
    }
    // A client that left meanwhile has its record already, and nobody tells the end of it again.
    if (call.exchange.decided) {
      await result.settle(0n);
      return undefined;
    }
    run.reservation = result;
    run.reserved = most;
    if (!run.settles) call.onEnd((outcome) => settle(run, outcome));
    run.settles = true;
    return undefined;
  }

  private judge(candidate: Candidate, failure: AttemptFailure): void {
    const { breaker } = this.dependencies;
    const { status, retryAfterSeconds } = failure;
    if (status >= 500 || status === 408) breaker.failed(candidate.id);
    else if (status === 429 && retryAfterSeconds !== undefined)
      breaker.failed(candidate.id, retryAfterSeconds);
    else breaker.released(candidate.id);
  }

  private choose(run: Run, candidate: Candidate, request: ProviderRequest): void {
    const { call } = run;
    run.asked = undefined;
    noteCandidate(run, candidate);
    call.reply('helicone-provider', candidate.provider.id);
    call.reply('helicone-model', printable(candidate.endpoint?.model.id ?? candidate.providerModelId));
    call.reply('helicone-gateway-mode', run.paid ? 'PTB' : 'BYOK');
    if (run.tries > 1) call.reply('helicone-fallback-index', String(run.tries - 1));
    // Where prompts are known the stage before put one in, and the field is gone.
    const unread = (call.json?.['prompt_id'] ?? null) === null ? [] : ['prompt_id'];
    const dropped = [...request.dropped, ...unread, ...run.ignored];
    if (dropped.length > 0) call.reply('helicone-dropped-params', dropped.join(', '));
  }
}

/** A client names models as it likes; a header takes printable ASCII, and no more of it than a client will read. */
const printable = (name: string): string => name.slice(0, 200).replace(/[^\x20-\x7e]/g, '?');

function noteCandidate(run: Run, candidate: Candidate): void {
  const { facts } = run.call;
  run.paid = candidate.key === 'installation';
  facts.model = candidate.providerModelId;
  facts.passthroughBilling = run.paid;
}

/**
 * A client that leaves before the first byte has had its prompt read: the provider works on, and nobody tells what it
 * bills. Such a call is its candidate's like any other. What it or a stream that was cut used is counted from what was
 * asked, and that is the body as the stages left it: the log has the client's, which may only name a saved prompt.
 */
function close(run: Run): void {
  const { call, asked } = run;
  const { exchange, facts } = call;
  if (exchange.status >= 0) return;
  if (asked !== undefined) noteCandidate(run, asked);
  if (facts.usage !== undefined || facts.passthroughBilling === undefined || !call.bodyChanged) return;
  const usage = usageOf(exchange, [call.body()]);
  if (usage !== null) facts.usage = usage;
}

/** A refusal or a call that somebody else paid gives back what was set aside. */
function settle({ paid, reservation }: Run, outcome: CallOutcome): void {
  if (reservation === undefined || reservation === 'unlimited') return;
  void reservation.settle(paid ? (outcome.costNanoUsd() ?? 0n) : 0n);
}

/** Bytes of the request; a saved prompt is longer than the call that names it. */
const sizeOf = ({ call, body }: Run): number =>
  call.bodyChanged ? Buffer.byteLength(JSON.stringify(body)) : call.originalBody.length;

/** The body's model string; throws where there is none. */
export function modelOf(body: JsonObject): string {
  const { model } = body;
  if (typeof model === 'string' && model.trim() !== '') return model;
  const fault = model === undefined || model === null ? 'is missing: a' : 'must be a';
  throw new CodedError(
    'gateway/no-model',
    `The field "model" ${fault} string such as "gpt-4o-mini" or "claude-sonnet-4/anthropic".`,
    400,
  );
}

function maxOutputOf(body: JsonObject): number | undefined {
  for (const name of ['max_completion_tokens', 'max_tokens', 'max_output_tokens']) {
    const value = body[name];
    if (typeof value === 'number' && value > 0) return value;
  }
  return undefined;
}

const choicesOf = (body: JsonObject): number =>
  typeof body['n'] === 'number' && body['n'] > 1 ? body['n'] : 1;
