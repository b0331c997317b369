import { CodedError, errorMessage, type Logger } from '@heliostat/platform';
import { StateAwayError, type SharedState } from '@heliostat/stores/state';
import type { Call } from '../pipeline/call.js';
import { cacheKey } from './cache-key.js';
import type { CacheOptions } from './cache-options.js';
import type { Embedder } from './embedder.js';
import { nearest, packNeighbour } from './nearest.js';
import { splitUserText } from './user-text.js';

const defaultThreshold = 0.95;

/** What is known of a call's neighbourhood: where its own reply will be found, and whose may be given instead. */
export type Neighbourhood = {
  list: string;
  vector: Float32Array;
  near?: { key: string; similarity: number };
};

const off = new CodedError(
  'proxy/semantic-cache-off',
  'Heliostat-Cache-Semantic needs a server of embeddings, and this installation has none (SEMANTIC_CACHE_URL).',
  400,
);

/**
 * Replies to requests that mean the same: all but the user's last words must be equal, and these similar by the cosine
 * of their vectors. Of each such group the newest 100 are compared.
 */
export class SemanticCache {
  constructor(
    private readonly embedder: Embedder | undefined,
    private readonly state: SharedState,
    private readonly logger: Logger,
  ) {}

  /** From which similarity on a reply is good enough, undefined where none is asked for. Throws a 400. */
  threshold(header: string | undefined): number | undefined {
    if (header === undefined || header.toLowerCase() === 'false') return undefined;
    const threshold = header.toLowerCase() === 'true' ? defaultThreshold : Number(header);
    if (!(threshold > 0 && threshold <= 1))
      throw new CodedError(
        'proxy/bad-cache-header',
        'Heliostat-Cache-Semantic must be true, or the similarity that is enough: above 0 and up to 1, such as 0.95.',
        400,
      );
    if (this.embedder === undefined) throw off;
    return threshold;
  }

  /** Undefined where there is nothing to compare. Never rejects: who is away is skipped. */
  async look(call: Call, options: CacheOptions, threshold: number): Promise<Neighbourhood | undefined> {
    const { embedder } = this;
    const split = call.json === undefined ? undefined : splitUserText(call.json);
    if (embedder === undefined || split === undefined || options.buckets !== 1) return undefined;
    const { text, rest } = split;
    const kept = Object.entries(rest).filter(([name]) => !options.ignoredKeys.has(name));
    const list = cacheKey(call, options, ['semantic', embedder.model, JSON.stringify(kept)]);
    try {
      const [vector, known] = await Promise.all([embedder.embed(text), this.state.recent(list)]);
      const near = nearest(vector, known);
      return near !== undefined && near.similarity >= threshold ? { list, vector, near } : { list, vector };
    } catch (error) {
      if (!(error instanceof StateAwayError))
        this.logger.warn({ error: errorMessage(error) }, 'a request could not be compared with others');
      call.degrade('semantic-cache');
      return undefined;
    }
  }

  /** Lets others find the reply that was kept under `key`. */
  async remember({ list, vector }: Neighbourhood, key: string, ttlMs: number, org: string): Promise<void> {
    await this.state.addRecent(list, packNeighbour(key, vector), ttlMs, org);
  }
}
