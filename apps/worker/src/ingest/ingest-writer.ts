import { createHash } from 'node:crypto';
import type { SegmentReference } from '@heliostat/contracts';
import { errorMessage, type Logger } from '@heliostat/platform';
import { toDateTime64, type ClickHouse, type RequestRow } from '@heliostat/stores/clickhouse';
import pRetry from 'p-retry';
import type { IngestMetrics } from './ingest.metrics.js';
import { isRejectedData } from './rejected-data.js';
import type { Batch } from './row-batcher.js';

export type PoisonRow = {
  organization_id: string;
  segment_key: string;
  frame_offset: number;
  error: string;
  inserted_at: string;
};

/** What is written beside a segment's rows: that it was ingested, and what of it could not be. */
export type SegmentMark = { reference: SegmentReference; rows: number; poison: PoisonRow[] };

export type IngestWriterOptions = {
  clickhouse: Pick<ClickHouse, 'insert'>;
  metrics: IngestMetrics;
  logger: Logger;
  /** Hears of rows that are written, before their segments are marked; when it keeps failing, so does the batch. */
  onWritten?: (rows: RequestRow[]) => Promise<void>;
  signal: AbortSignal;
  now?: () => number;
  /** First pause after a failed insert; doubles up to 15 s. */
  minTimeoutMs?: number;
};

/** Some 16 seconds; after that the segments go back to the queue, so that others' rows need not wait. */
const announceRetries = 5;

/**
 * Writes one batch: rows first, then what waits for them, then the poison list, then the marks, so that a crash in between only repeats rows
 * that replace themselves. While ClickHouse is away it waits and tries again for as long as it takes: the queue
 * and the object store hold the rest. Data that ClickHouse refuses is narrowed down to the row and set aside.
 */
export function createIngestWriter(options: IngestWriterOptions) {
  const { clickhouse, metrics, logger, signal } = options;
  const now = options.now ?? Date.now;

  const persist = (
    task: () => Promise<void>,
    complaint: string,
    { table, retries = Infinity }: { table?: string; retries?: number } = {},
  ) =>
    pRetry(task, {
      retries,
      factor: 2,
      minTimeout: options.minTimeoutMs ?? 500,
      maxTimeout: 15_000,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => !isRejectedData(error),
      onFailedAttempt: ({ error, attemptNumber }) => {
        metrics.retries.inc();
        if (!isRejectedData(error))
          logger.warn({ table, attempt: attemptNumber, error: errorMessage(error) }, complaint);
      },
    });

  const insert = (table: string, rows: object[], dedupToken?: string) =>
    persist(
      () => clickhouse.insert(table, rows, dedupToken === undefined ? {} : { dedupToken }),
      'ClickHouse did not take an insert; trying again',
      { table },
    );

  const announce = async (rows: RequestRow[]): Promise<void> => {
    const { onWritten } = options;
    if (!onWritten) return;
    try {
      await persist(() => onWritten(rows), 'the edits that wait for new rows could not be applied', {
        retries: announceRetries,
      });
    } catch (error) {
      if (!isRejectedData(error)) throw error;
      logger.error({ error: errorMessage(error) }, 'ClickHouse refused an edit that waited for its row');
    }
  };

  /** Halves a refused batch until the refused rows stand alone; returns them as poison. */
  const insertRows = async (rows: RequestRow[], token: string): Promise<PoisonRow[]> => {
    if (rows.length === 0) return [];
    try {
      await insert('request_response_rmt', rows, token);
      return [];
    } catch (error) {
      if (!isRejectedData(error)) throw error;
      const [row] = rows;
      if (rows.length === 1 && row)
        return [
          {
            organization_id: row.organization_id,
            segment_key: row.segment_key,
            frame_offset: row.segment_offset,
            error: errorMessage(error),
            inserted_at: toDateTime64(now()),
          },
        ];
      const middle = rows.length >> 1;
      return [
        ...(await insertRows(rows.slice(0, middle), `${token}.0`)),
        ...(await insertRows(rows.slice(middle), `${token}.1`)),
      ];
    }
  };

  return async ({ rows, marks }: Batch<RequestRow, SegmentMark>): Promise<void> => {
    const refused = await insertRows(rows, batchToken(marks));
    metrics.poison.inc(refused.length);
    await announce(rows);
    const poison = [...marks.flatMap((mark) => mark.poison), ...refused];
    if (poison.length > 0) await insert('ingest_poison', poison);
    await insert(
      'ingested_segments',
      marks.map(({ reference, rows: count, poison: own }) => ({
        segment_key: reference.key,
        generation: reference.generation,
        organization_id: reference.org,
        rows: count,
        poison: own.length + refused.filter((row) => row.segment_key === reference.key).length,
        inserted_at: toDateTime64(now()),
      })),
    );
  };
}

/** The same segments in the same generation make the same token; a reprocess makes another. */
function batchToken(marks: SegmentMark[]): string {
  const hash = createHash('sha256');
  for (const { reference } of marks) hash.update(`${reference.key}#${reference.generation}\n`);
  return hash.digest('hex');
}
