import { isRecord, list, record, type Json } from '../../json/json-value.js';
import type { DroppedParams } from '../wire/dropped-params.js';

/** Anthropic takes so many breakpoints a request. */
const maxMarks = 4;

/** Blocks that may not carry a mark. */
const unmarkable = new Set<unknown>(['thinking', 'redacted_thinking']);

function blocksOf(body: Json): Json[] {
  const blocks: Json[] = [];
  for (const tool of list(body['tools'])) if (isRecord(tool)) blocks.push(tool);
  for (const block of list(body['system'])) if (isRecord(block)) blocks.push(block);
  for (const message of list(body['messages']))
    for (const block of list(record(message)['content'])) if (isRecord(block)) blocks.push(block);
  return blocks;
}

/** Marks the end of what is sent, so that the next call finds all of it: what a mark on the whole request means. */
export function markEnd(body: Json, mark: Json): void {
  const last = blocksOf(body).findLast((block) => !unmarkable.has(block['type']));
  if (last) last['cache_control'] ??= mark;
}

/**
 * Fits the marks of a body that is being written to what Anthropic takes: four at most (the first and the last three
 * stay: the instructions, and the end that grows), lifetimes that do not rise, and five minutes only where the
 * provider knows no others.
 */
export function limitMarks(body: Json, onlyFiveMinutes: boolean, dropped: DroppedParams): void {
  const marked = blocksOf(body).filter((block) => block['cache_control'] !== undefined);
  const usable = marked.filter((block) => !unmarkable.has(block['type']));
  for (const block of marked) if (!usable.includes(block)) delete block['cache_control'];
  const extra = Math.max(0, usable.length - maxMarks);
  if (extra > 0) dropped.add('cache_control');
  for (const block of usable.splice(1, extra)) delete block['cache_control'];
  let short = false;
  for (const block of usable) {
    const long = record(block['cache_control'])['ttl'] === '1h';
    if (onlyFiveMinutes) {
      if (long) dropped.add('cache_control.ttl');
      block['cache_control'] = { type: 'ephemeral' };
    } else if (long && short) {
      dropped.add('cache_control.ttl');
      block['cache_control'] = { type: 'ephemeral', ttl: '5m' };
    } else short ||= !long;
  }
}
