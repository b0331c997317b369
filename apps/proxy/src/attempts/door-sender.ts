import { rewriteProviderPath } from '@heliostat/llm';
import { CodedError } from '@heliostat/platform';
import type { TargetRoute, TargetTable } from '../doors/target-table.js';
import { joinPath } from '../doors/target-url.js';
import { mergeBody, parseFallbacks, type Fallback } from '../fallbacks/parse-fallbacks.js';
import type { ForwardContext } from '../forward/forward-context.js';
import { HeaderKind, headerKind } from '../headers/header-kind.js';
import type { Call } from '../pipeline/call.js';
import { isTransient, readRetryPolicy, retryDelay, type RetryPolicy } from '../retries/retry-policy.js';
import { createStreamFormatter } from '../stream-format/stream-formatter.js';
import { answerFailure } from './answer-failure.js';
import type { Attempt } from './attempt.js';
import { makeAttempt } from './make-attempt.js';
import { waitForRetry } from './wait.js';

export type DoorSenderDependencies = { context: ForwardContext; targets: TargetTable };

/** One place to send a call to, and which of its replies make the next place worth a try. */
type Place = {
  /** Made when its turn comes: ten places with a body of their own would hold ten of the largest bodies at once. */
  attempt(): Attempt;
  movesOn(status: number): boolean;
};

/** Sends calls of provider doors: to one target, or down a list of fallbacks, each with its retries. */
export class DoorSender {
  constructor(private readonly dependencies: DoorSenderDependencies) {}

  /** Resolves once the reply goes to the client. Throws coded errors for headers that cannot be read. */
  async send(call: Call, route: TargetRoute): Promise<void> {
    const { features } = call.head;
    const policy = readRetryPolicy(features);
    const places =
      features.fallbacks === undefined
        ? [this.onlyPlace(call, route)]
        : this.fallbackPlaces(call, parseFallbacks(features.fallbacks));
    for (const [index, place] of places.entries())
      if (await tryPlace(call, place, policy, index < places.length - 1)) return;
  }

  private onlyPlace(call: Call, route: TargetRoute): Place {
    const { path } = call.head;
    const rewritten = route.rewrites === undefined ? path : rewriteProviderPath(route.rewrites, path);
    const attempt = () => this.attempt(call, route, rewritten, upstreamHeaders(call), call.body());
    return { attempt, movesOn: () => false };
  }

  private fallbackPlaces(call: Call, fallbacks: readonly Fallback[]): Place[] {
    return fallbacks.map((fallback, index) => {
      const place = `Helicone-Fallbacks entry ${index}: "target-url"`;
      const route = this.dependencies.targets.named(call.head.door, fallback.targetUrl, place);
      // What is wrong with any of them is said before the first is asked.
      if (route.target === undefined) throw badTarget(route);
      if (fallback.bodyKeyOverride !== undefined && call.json === undefined) throw noObject;
      const attempt = () => {
        const body = fallbackBody(call, fallback);
        const made = this.attempt(call, route, call.head.path, fallbackHeaders(call, fallback), body);
        made.onChosen = () => call.reply('helicone-fallback-index', String(index));
        return made;
      };
      return {
        attempt,
        movesOn: (status: number) => fallback.onCodes.some(({ from, to }) => status >= from && status <= to),
      };
    });
  }

  private attempt(call: Call, route: TargetRoute, path: string, headers: string[], body: Buffer): Attempt {
    if (route.target === undefined) throw badTarget(route);
    const { exchange, head } = call;
    const { target } = route;
    const { pools } = this.dependencies.context;
    const hasBody = head.headers.hasBody;
    if (hasBody) headers.push('content-length', String(body.length));
    return {
      // Asked for at each try: pools are let go while a call waits, and then take no more.
      get pool() {
        return pools.get(target);
      },
      origin: target.origin,
      path: joinPath(target, path),
      method: exchange.req.method ?? 'GET',
      headers,
      body: hasBody ? body : null,
      providerId: route.providerId,
      key: 'client',
      holds: () => false,
      ...(head.features.streamForceFormat ? { transform: createStreamFormatter } : {}),
    };
  }
}

/** Whether the client has its answer. */
async function tryPlace(
  call: Call,
  { attempt: make, movesOn }: Place,
  policy: RetryPolicy | undefined,
  hasNext: boolean,
): Promise<boolean> {
  const { exchange } = call;
  const attempt = make();
  for (let tries = 0; ; tries++) {
    const mayRetry = policy !== undefined && tries < policy.delays.length;
    attempt.holds = (status) => (mayRetry && isTransient(status)) || (hasNext && movesOn(status));
    const failure = await makeAttempt(exchange, attempt);
    if (failure === undefined || exchange.decided) return true;
    if (policy !== undefined && isTransient(failure.status)) {
      const delay = retryDelay(policy, tries, failure.retryAfterSeconds);
      if (delay !== undefined) {
        await waitForRetry(exchange, delay);
        if (exchange.decided) return true;
        continue;
      }
    }
    if (hasNext && movesOn(failure.status)) return false;
    attempt.onChosen?.();
    answerFailure(exchange, failure);
    return true;
  }
}

/** What the reply is to be read by us for comes as it is, not compressed. */
function upstreamHeaders(call: Call): string[] {
  const { upstream } = call.head.headers;
  const kept: string[] = [];
  for (let i = 0; i < upstream.length; i += 2)
    if (upstream[i]!.toLowerCase() !== 'accept-encoding') kept.push(upstream[i]!, upstream[i + 1]!);
  return kept;
}

/** The client's headers without its credentials, and the fallback's own in their place. */
function fallbackHeaders(call: Call, fallback: Fallback): string[] {
  const own = new Map(Object.entries(fallback.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const headers = upstreamHeaders(call);
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (headerKind(name) === HeaderKind.credential || own.has(name.toLowerCase())) continue;
    kept.push(name, headers[i + 1]!);
  }
  for (const [name, value] of Object.entries(fallback.headers))
    if (isForProvider(name)) kept.push(name, value);
  return kept;
}

/** Lengths, hosts and what is ours are not the client's to set here. */
function isForProvider(name: string): boolean {
  const kind = headerKind(name);
  return (
    kind === HeaderKind.pass ||
    kind === HeaderKind.credential ||
    kind === HeaderKind.contentType ||
    kind === HeaderKind.referrer
  );
}

function fallbackBody(call: Call, { bodyKeyOverride }: Fallback): Buffer {
  if (bodyKeyOverride === undefined) return call.body();
  return Buffer.from(JSON.stringify(mergeBody(call.json ?? {}, bodyKeyOverride)));
}

const badTarget = (route: TargetRoute) =>
  route.fault ?? new CodedError('proxy/bad-target', 'The target is not known.', 400);

const noObject = new CodedError(
  'proxy/bad-fallbacks',
  'Helicone-Fallbacks has a "bodyKeyOverride", and the body of this request is not a JSON object.',
  400,
);
