import { hash } from 'node:crypto';
import { entriesUpTo } from '@heliostat/platform';
import { LRUCache } from 'lru-cache';
import type { JsonObject } from '../pipeline/call.js';

/** Providers keep a prompt's beginning for about this long after its last use. */
const warmMs = 5 * 60_000;
const maxPrefixes = 50_000;
/** Shorter prompts (about 1,024 tokens) are kept by no provider. */
const minChars = 4_096;

/**
 * Remembers which endpoint has seen a prompt's beginning, so that the next call with it goes there while the
 * provider's own cache is warm (page gateway/concepts/prompt-caching).
 */
export class WarmPrefixes {
  private readonly endpoints = new LRUCache<string, string>({ ...entriesUpTo(maxPrefixes), ttl: warmMs });

  endpointOf(prefix: string): string | undefined {
    return this.endpoints.get(prefix);
  }

  remember(prefix: string, endpoint: string): void {
    this.endpoints.set(prefix, endpoint);
  }
}

/**
 * Names the part of a request that a provider may have kept: its model, tools, and all messages but the last; or
 * `prompt_cache_key` where the client gives one. Undefined for prompts that are too short to be kept.
 */
export function prefixOf(org: string, body: JsonObject): string | undefined {
  const key = body['prompt_cache_key'];
  const scope = `${org} ${typeof body['model'] === 'string' ? body['model'] : ''}`;
  if (typeof key === 'string' && key !== '') return `${scope} key ${hash('sha256', key)}`;
  const messages = body['messages'] ?? body['input'];
  const earlier = Array.isArray(messages) ? messages.slice(0, -1) : [];
  const text = JSON.stringify([body['system'] ?? body['instructions'], body['tools'], earlier.slice(0, 2)]);
  return text.length < minChars ? undefined : `${scope} ${hash('sha256', text)}`;
}
