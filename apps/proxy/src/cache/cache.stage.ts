import { performance } from 'node:perf_hooks';
import { errorMessage, type Logger } from '@heliostat/platform';
import { StateAwayError, type CacheAnswer, type SharedState } from '@heliostat/stores/state';
import { redactPath } from '../doors/path-key.js';
import type { Call, CallOutcome } from '../pipeline/call.js';
import type { CallHead } from '../pipeline/call-head.js';
import type { Stage, StageReply } from '../pipeline/stage.js';
import { cacheKey } from './cache-key.js';
import { readCacheOptions, type CacheOptions } from './cache-options.js';
import { decodeReply, encodeReply } from './cached-reply.js';
import type { Embedder } from './embedder.js';
import { keepableChunks } from './keepable.js';
import { replayReply } from './replay-reply.js';
import { SemanticCache, type Neighbourhood } from './semantic-cache.js';

export type CacheDependencies = {
  state: SharedState;
  logger: Logger;
  /** How long a call waits for another that fetches the same reply (`CACHE_FLIGHT_WAIT_MS`). */
  flightWaitMs: number;
  /** For `Heliostat-Cache-Semantic`, where the installation has one. */
  embedder?: Embedder | undefined;
  /** From 0 up to 1; for tests. */
  random?: () => number;
};

/**
 * Replies from the cache (page Caching; CA-01 to CA-07). A hit ends the call here. On a miss the provider's reply is
 * kept once it is whole; of concurrent identical misses one goes and the others wait for its reply, unless several
 * replies to one request are wanted.
 */
export function createCacheStage(dependencies: CacheDependencies): Stage {
  const cache = new Cache(dependencies);
  return { name: 'cache', wanted, run: (call) => cache.run(call) };
}

function wanted({ features, method }: CallHead): boolean {
  if (method !== 'POST' && method !== 'GET') return false;
  const { cacheEnabled, cacheRead, cacheSave, cacheSemantic } = features;
  return cacheEnabled || cacheRead !== undefined || cacheSave !== undefined || cacheSemantic !== undefined;
}

/** What a look into the cache led to: a reply, or a miss that may lead others, or whose slot holds nothing usable. */
type Found = { reply?: StageReply; lease?: string; unusable?: boolean; near?: Neighbourhood | undefined };

/** Calls that lead the same flight one after the other, each because the one before it brought no reply. */
const maxLeaders = 8;

class Cache {
  private readonly random: () => number;
  private readonly semantic: SemanticCache;

  constructor(private readonly dependencies: CacheDependencies) {
    this.random = dependencies.random ?? Math.random;
    this.semantic = new SemanticCache(dependencies.embedder, dependencies.state, dependencies.logger);
  }

  async run(call: Call): Promise<StageReply | undefined> {
    const options = readCacheOptions(call.head);
    if (!options.read && !options.save) return undefined;
    const threshold = this.semantic.threshold(call.head.features.cacheSemantic);
    call.facts.cacheEnabled = true;
    const key = cacheKey(call, options);
    let found: Found = {};
    try {
      if (options.read) found = await this.find(call, key, options);
      if (threshold !== undefined && found.reply === undefined && !call.exchange.decided)
        found = await this.findSimilar(call, key, options, threshold, found);
    } catch (error) {
      this.failed(error);
      call.degrade('cache');
    }
    const { reply, lease, unusable, near } = found;
    if (reply !== undefined) return reply;
    if (call.exchange.decided) {
      // The client left meanwhile: the call has its record, and nobody is told of its end any more.
      if (lease !== undefined) await this.release(key, lease);
      return undefined;
    }
    call.reply('Helicone-Cache', 'MISS');
    const keeping = unusable ? { ...options, replace: true } : options;
    if (options.save) call.onEnd((outcome) => void this.end(call, key, keeping, { lease, near }, outcome));
    return undefined;
  }

  private async find(call: Call, key: string, options: CacheOptions): Promise<Found> {
    const { state, flightWaitMs } = this.dependencies;
    const { buckets, save } = options;
    const question = { key, buckets, pick: this.random(), flight: save && buckets === 1 && flightWaitMs > 0 };
    const until = performance.now() + flightWaitMs;
    for (let leaders = 1; ; leaders++) {
      const answer = await state.lookup(question);
      if (answer.kind !== 'follower') return this.read(call, answer);
      const left = until - performance.now();
      // So many failed, or gave nothing to keep: one more would not help those who wait, and everyone goes alone.
      if (leaders > maxLeaders || left <= 0)
        return this.read(call, await state.lookup({ ...question, flight: false }));
      await this.follow(call, key, left);
      if (call.exchange.decided) return {};
    }
  }

  /** The reply to another request that means the same; without one, what a miss needs to be found by others. */
  private async findSimilar(
    call: Call,
    key: string,
    options: CacheOptions,
    threshold: number,
    missed: Found,
  ): Promise<Found> {
    const near = await this.semantic.look(call, options, threshold);
    if (near?.near === undefined || !options.read) return { ...missed, near };
    const question = { key: near.near.key, buckets: 1, pick: 0, flight: false };
    try {
      const { reply } = this.read(call, await this.dependencies.state.lookup(question));
      if (reply === undefined) return { ...missed, near };
      call.reply('Heliostat-Cache-Similarity', near.near.similarity.toFixed(4));
      if (missed.lease !== undefined) await this.release(key, missed.lease);
      return { reply };
    } catch (error) {
      this.failed(error);
      call.degrade('cache');
      return { ...missed, near };
    }
  }

  private read(call: Call, answer: CacheAnswer): Found {
    if (answer.kind === 'leader') return { lease: answer.lease };
    if (answer.kind !== 'hit') return {};
    const kept = decodeReply(answer.entry);
    const reply = kept && replayReply(kept, headerOf(call, 'accept-encoding'));
    if (kept === undefined || reply === undefined) return { unusable: true };
    const { id, provider, latencyMs, bodyProvider, bodyMapping, model, usage } = kept.head;
    const { facts } = call;
    const { exchange } = call;
    exchange.providerId = provider;
    exchange.origin = kept.head.origin;
    exchange.upstreamPath = kept.head.upstreamPath;
    facts.cacheReferenceId = id;
    facts.cacheBucketIndex = answer.index;
    facts.cacheLatencyMs = latencyMs;
    facts.bodyProvider = bodyProvider ?? facts.bodyProvider;
    facts.bodyMapping = bodyMapping ?? facts.bodyMapping;
    facts.model = model ?? facts.model;
    facts.usage = usage ?? facts.usage;
    call.reply('Helicone-Cache', 'HIT');
    call.reply('Helicone-Cache-Bucket-Idx', String(answer.index));
    call.reply('Helicone-Cache-Latency', String(latencyMs));
    return { reply };
  }

  private async follow(call: Call, key: string, waitMs: number): Promise<void> {
    const { state } = this.dependencies;
    const { res } = call.exchange;
    if (res.destroyed) return;
    const left = new AbortController();
    const leave = () => left.abort();
    res.once('close', leave);
    try {
      await state.wait(key, Math.ceil(waitMs), left.signal);
    } finally {
      res.off('close', leave);
    }
  }

  /** Keeps the reply, and lets those who waited for it go on. Never rejects: the call is over. */
  private async end(
    call: Call,
    key: string,
    { buckets, ttlMs, replace }: CacheOptions,
    { lease, near }: Pick<Found, 'lease' | 'near'>,
    outcome: CallOutcome,
  ): Promise<void> {
    try {
      const chunks = keepableChunks(outcome);
      if (chunks !== undefined) {
        const entry = entryOf(call, outcome, chunks);
        await this.dependencies.state.store({ key, owner: call.org, buckets, ttlMs, replace, entry });
        if (near !== undefined) await this.semantic.remember(near, key, ttlMs, call.org);
      }
    } catch (error) {
      this.failed(error);
    }
    if (lease !== undefined) await this.release(key, lease);
  }

  private async release(key: string, lease: string): Promise<void> {
    try {
      await this.dependencies.state.release(key, lease);
    } catch (error) {
      this.failed(error);
    }
  }

  /** The state itself says when it is away. */
  private failed(error: unknown): void {
    if (!(error instanceof StateAwayError))
      this.dependencies.logger.error({ error: errorMessage(error) }, 'the cache failed on a request');
  }
}

function entryOf(call: Call, outcome: CallOutcome, chunks: readonly Uint8Array[]): Buffer {
  const { exchange, facts } = call;
  return encodeReply(
    {
      id: call.id,
      at: exchange.createdAt,
      latencyMs: Math.round(exchange.endedAt - exchange.startedAt),
      contentType: outcome.contentType ?? 'application/octet-stream',
      contentEncoding: outcome.contentEncoding,
      provider: exchange.providerId,
      origin: exchange.origin,
      upstreamPath: redactPath(exchange.upstreamPath),
      bodyProvider: facts.bodyProvider,
      bodyMapping: facts.bodyMapping,
      model: facts.model,
      usage: outcome.usage() ?? undefined,
    },
    chunks,
  );
}

function headerOf(call: Call, name: string): string | undefined {
  const { upstream } = call.head.headers;
  for (let i = 0; i < upstream.length; i += 2)
    if (upstream[i]!.toLowerCase() === name) return upstream[i + 1];
  return undefined;
}
