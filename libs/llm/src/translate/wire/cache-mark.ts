import { isRecord, type Json } from '../../json/json-value.js';
import type { CacheMark } from '../conversation/request.js';

/** Reads `cache_control` (page gateway/concepts/prompt-caching); undefined where it is none. */
export function readCacheMark(value: unknown): CacheMark | undefined {
  if (!isRecord(value) || (value['type'] !== undefined && value['type'] !== 'ephemeral')) return undefined;
  const ttl = value['ttl'];
  return ttl === '5m' || ttl === '1h' ? { ttl } : {};
}

export function writeCacheMark(mark: CacheMark): Json {
  return mark.ttl === undefined ? { type: 'ephemeral' } : { type: 'ephemeral', ttl: mark.ttl };
}
