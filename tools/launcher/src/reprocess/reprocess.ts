import type { SegmentReference } from '@heliostat/contracts';
import type { ClickHouse } from '@heliostat/stores/clickhouse';
import type { ObjectStore } from '@heliostat/stores/objects';
import type { SegmentQueue } from '@heliostat/stores/queue';
import { parseSegmentKey, segmentHourPrefixes } from '@heliostat/stores/segments';
import type { Window } from './reprocess-window.js';

export type ReprocessStores = {
  objects: Pick<ObjectStore, 'list'>;
  queue: Pick<SegmentQueue, 'add'>;
  clickhouse: Pick<ClickHouse, 'query'>;
};

/** What was queued: segments of one generation. */
export type Queued = { generation: number; segments: number; keyFrom: string; keyTo: string };

/** Segments that a call began before the window may hold calls of it: a spool file is open for seconds, not hours. */
const marginMs = 3_600_000;
const bulk = 500;

/**
 * Queues every segment of the window, one generation above all that were ingested from it: rows made from them replace
 * the older ones. Segments are named by the hour in which they began, so that a window takes whole hours.
 */
export async function queueWindow(
  { objects, queue, clickhouse }: ReprocessStores,
  window: Window,
  org: string | undefined,
  onQueued: (segments: number) => void = () => {},
): Promise<Queued> {
  const prefixes = segmentHourPrefixes(window.from - marginMs, window.to);
  // Keys sort by time, so that one range of keys is the window.
  const keyFrom = prefixes[0]!;
  const keyTo = `${prefixes.at(-1)!}~`;
  const generation = (await highestGeneration(clickhouse, keyFrom, keyTo)) + 1;
  let references: SegmentReference[] = [];
  let segments = 0;
  const flush = async () => {
    await queue.add(references);
    segments += references.length;
    references = [];
    onQueued(segments);
  };
  for (const hour of prefixes)
    for await (const { key, bytes } of objects.list(org ? `${hour}${org}/` : hour)) {
      const parts = parseSegmentKey(key);
      if (!parts || bytes === 0) continue;
      references.push({ v: 1, key, org: parts.org, bytes, generation });
      if (references.length === bulk) await flush();
    }
  if (references.length > 0) await flush();
  return { generation, segments, keyFrom, keyTo };
}

/** How many of the queued segments are in by now. */
export async function ingestedSegments(
  clickhouse: Pick<ClickHouse, 'query'>,
  { generation, keyFrom, keyTo }: Queued,
  org: string | undefined,
): Promise<{ segments: number; rows: number; poison: number }> {
  const [row] = await clickhouse.query<{ segments: number; rows: number; poison: number }>(
    `SELECT count() AS segments, sum(rows) AS rows, sum(poison) AS poison FROM ingested_segments
     WHERE generation = {generation: UInt32} AND segment_key >= {keyFrom: String} AND segment_key < {keyTo: String}
     ${org ? 'AND organization_id = {org: UUID}' : ''}`,
    { generation, keyFrom, keyTo, ...(org ? { org } : {}) },
  );
  return {
    segments: Number(row?.segments ?? 0),
    rows: Number(row?.rows ?? 0),
    poison: Number(row?.poison ?? 0),
  };
}

async function highestGeneration(
  clickhouse: Pick<ClickHouse, 'query'>,
  keyFrom: string,
  keyTo: string,
): Promise<number> {
  const [row] = await clickhouse.query<{ generation: number }>(
    `SELECT max(generation) AS generation FROM ingested_segments
     WHERE segment_key >= {keyFrom: String} AND segment_key < {keyTo: String}`,
    { keyFrom, keyTo },
  );
  return Number(row?.generation ?? 0);
}
