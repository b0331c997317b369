import type { LogRecordMeta, SegmentReference } from '@heliostat/contracts';
import { errorMessage, type Logger } from '@heliostat/platform';
import { rowVersion, toDateTime64, type ClickHouse, type RequestRow } from '@heliostat/stores/clickhouse';
import { ObjectNotFoundError, type ObjectStore } from '@heliostat/stores/objects';
import { decodeSegment, type SegmentEntry } from '@heliostat/stores/segments';
import type { IngestMetrics } from './ingest.metrics.js';
import type { PoisonRow, SegmentMark } from './ingest-writer.js';
import { buildRequestRow } from './request-row.builder.js';
import type { RowBatcher } from './row-batcher.js';

export type IngestDependencies = {
  objects: ObjectStore;
  clickhouse: Pick<ClickHouse, 'query' | 'tables'>;
  batcher: RowBatcher<RequestRow, SegmentMark>;
  metrics: IngestMetrics;
  logger: Logger;
  /** Told of each organisation that rows were written for. */
  onIngested?: (organizationId: string) => Promise<void>;
  /** Told once of a segment with records that PostHog is to hear of; when it fails, the segment is ingested again. */
  onExport?: (reference: SegmentReference) => Promise<void>;
  now?: () => number;
};

/** Columns that people edit after ingest: a reprocess carries them over instead of putting them back. */
type Edited = {
  request_id: string;
  properties: Record<string, string>;
  scores: Record<string, number>;
  feedback_created_at: string | null;
};

/** Reads a sealed segment and brings its rows into ClickHouse, each exactly once whatever is repeated. */
export class IngestService {
  private readonly now: () => number;

  constructor(private readonly dependencies: IngestDependencies) {
    this.now = dependencies.now ?? Date.now;
  }

  /**
   * Settles when the segment's rows and its mark are written; rejects when the caller should try again. A segment
   * that retention has deleted meanwhile counts as done.
   */
  async ingest(reference: SegmentReference): Promise<void> {
    const { objects, batcher, logger } = this.dependencies;
    let body: Buffer;
    try {
      body = await objects.get(reference.key);
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
      logger.warn({ segment: reference.key }, 'the segment is gone from the object store; nothing to ingest');
      return;
    }
    const edited = reference.generation > 0 ? await this.editedColumns(reference) : undefined;
    const rows: RequestRow[] = [];
    const poison: PoisonRow[] = [];
    let exported = false;
    for (const entry of decodeSegment(body)) {
      const outcome = this.toRow(entry, reference);
      if (typeof outcome === 'string') poison.push(this.toPoison(entry, reference, outcome));
      else {
        rows.push(edited ? carryOver(outcome, edited) : outcome);
        exported ||= entry.record?.meta.posthog !== undefined;
      }
    }
    await batcher.add(rows, { reference, rows: rows.length, poison });
    this.count(rows, poison);
    // A reprocess tells PostHog nothing new.
    if (exported && reference.generation === 0) await this.dependencies.onExport?.(reference);
    if (rows.length > 0)
      await this.dependencies
        .onIngested?.(reference.org)
        .catch((error: unknown) =>
          logger.warn({ error: errorMessage(error) }, 'could not note the first request'),
        );
  }

  private toRow(entry: SegmentEntry, reference: SegmentReference): RequestRow | string {
    if (entry.error !== undefined) return entry.error;
    const { meta } = entry.record;
    if (meta.org !== reference.org) return 'the record belongs to another organisation than its segment';
    try {
      const version = rowVersion(reference.generation, timeOf(meta));
      return buildRequestRow(entry.record, { key: reference.key, frame: entry }, version);
    } catch (error) {
      return errorMessage(error);
    }
  }

  private toPoison(entry: SegmentEntry, reference: SegmentReference, error: string): PoisonRow {
    this.dependencies.logger.error(
      { segment: reference.key, offset: entry.offset, error },
      'a record could not be ingested and was set aside',
    );
    return {
      organization_id: reference.org,
      segment_key: reference.key,
      frame_offset: entry.offset,
      error,
      inserted_at: toDateTime64(this.now()),
    };
  }

  private async editedColumns(reference: SegmentReference): Promise<Map<string, Edited>> {
    const rows = await this.dependencies.clickhouse.query<Edited>(
      `SELECT request_id, properties, scores, feedback_created_at
       FROM ${this.dependencies.clickhouse.tables.everyReplica('request_response_rmt')}
       WHERE organization_id = {org: UUID} AND segment_key = {key: String}
       ORDER BY updated_at DESC LIMIT 1 BY request_created_at, request_id`,
      { org: reference.org, key: reference.key },
    );
    return new Map(rows.map((row) => [row.request_id, row]));
  }

  private count(rows: RequestRow[], poison: PoisonRow[]): void {
    const { metrics } = this.dependencies;
    metrics.rows.inc(rows.length);
    metrics.poison.inc(poison.length);
    metrics.segments.inc();
  }
}

function carryOver(row: RequestRow, edited: Map<string, Edited>): RequestRow {
  const before = edited.get(row.request_id);
  if (!before) return row;
  return {
    ...row,
    properties: { ...row.properties, ...before.properties },
    scores: before.scores,
    feedback_created_at: before.feedback_created_at,
  };
}

/**
 * The record's own time, so that a replay of a generation never beats an edit made since. Clients choose ids: of records
 * with the same id that began in the same millisecond, a report replaces no call of the proxy's, and a call that cost the
 * installation nothing replaces none that it paid for, by whose row credits are settled. An edit beats whatever was ingested,
 * so one of the wrong row that is made before the right one comes stays.
 */
function timeOf({ source = 'proxy', createdAt, latencyMs, passthroughBilling }: LogRecordMeta): number {
  if (source !== 'proxy') return createdAt - 1;
  return passthroughBilling === true ? createdAt + Math.max(1, latencyMs) : createdAt;
}
