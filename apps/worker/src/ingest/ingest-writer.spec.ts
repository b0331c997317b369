import { CodedError, createLogger } from '@heliostat/platform';
import type { RequestRow } from '@heliostat/stores/clickhouse';
import { Registry } from 'prom-client';
import { organizationId } from '../testing/log-record.factory.js';
import { IngestMetrics } from './ingest.metrics.js';
import { createIngestWriter, type SegmentMark } from './ingest-writer.js';

type Insert = { table: string; rows: object[]; dedupToken?: string };

const setUp = (
  fault: (table: string, rows: readonly object[], call: number) => Error | undefined = () => undefined,
  onWritten?: (rows: RequestRow[], inserts: readonly Insert[]) => Promise<void>,
) => {
  const inserts: Insert[] = [];
  let calls = 0;
  const write = createIngestWriter({
    clickhouse: {
      insert: async (table, rows, options) => {
        const error = fault(table, rows, ++calls);
        if (error) throw error;
        inserts.push({ table, rows: [...rows], dedupToken: options?.dedupToken });
      },
    },
    onWritten: onWritten && ((rows) => onWritten(rows, inserts)),
    metrics: new IngestMetrics(new Registry()),
    logger: createLogger('test', 'silent'),
    signal: new AbortController().signal,
    minTimeoutMs: 1,
  });
  return { write, inserts };
};

const row = (id: string): RequestRow =>
  ({
    request_id_given: id,
    organization_id: organizationId,
    segment_key: 's',
    segment_offset: 7,
  }) as RequestRow;
const mark = (key = 's', generation = 0): SegmentMark => ({
  reference: { v: 1, key, org: organizationId, bytes: 1, generation },
  rows: 1,
  poison: [],
});
const refused = () =>
  new CodedError('clickhouse/query', 'refused', 500, {
    cause: { type: 'CANNOT_PARSE_INPUT_ASSERTION_FAILED' },
  });
const away = () => new CodedError('clickhouse/unavailable', 'away', 503);

describe(createIngestWriter.name, () => {
  it('marks a segment only after its rows', async () => {
    const { write, inserts } = setUp();
    await write({ rows: [row('a')], marks: [mark()] });
    expect(inserts.map((insert) => insert.table)).toEqual(['request_response_rmt', 'ingested_segments']);
  });

  it('tries again for as long as ClickHouse is away', async () => {
    const { write, inserts } = setUp((_table, _rows, call) => (call < 6 ? away() : undefined));
    await write({ rows: [row('a')], marks: [mark()] });
    expect(inserts[0]!.rows).toHaveLength(1);
  });

  it('sets aside the one row that ClickHouse refuses and stores the others', async () => {
    const { write, inserts } = setUp((_table, rows) =>
      rows.some((r) => (r as RequestRow).request_id_given === 'bad') ? refused() : undefined,
    );
    await write({ rows: ['a', 'bad', 'c', 'd'].map(row), marks: [mark()] });
    const stored = inserts
      .filter((i) => i.table === 'request_response_rmt')
      .flatMap((i) => i.rows as RequestRow[]);
    expect(stored.map((r) => r.request_id_given)).toEqual(['a', 'c', 'd']);
    expect(inserts.find((i) => i.table === 'ingest_poison')!.rows).toMatchObject([
      { frame_offset: 7, error: 'refused' },
    ]);
    expect(inserts.at(-1)!.rows).toMatchObject([{ segment_key: 's', poison: 1 }]);
  });

  it('gives a reprocess another deduplication token than the first ingest', async () => {
    const { write, inserts } = setUp();
    await write({ rows: [row('a')], marks: [mark('s', 0)] });
    await write({ rows: [row('a')], marks: [mark('s', 1)] });
    const tokens = inserts.filter((i) => i.table === 'request_response_rmt').map((i) => i.dedupToken);
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  it('RQ-13: tells of rows once they are in the table and before their segment is marked', async () => {
    const seen: string[][] = [];
    const { write } = setUp(undefined, async (rows, inserts) => {
      seen.push([...inserts.map((i) => i.table), ...rows.map((r) => r.request_id_given)]);
    });
    await write({ rows: [row('a')], marks: [mark()] });
    expect(seen).toEqual([['request_response_rmt', 'a']]);
  });

  it('RQ-13: tries again when waiting edits cannot be applied', async () => {
    let calls = 0;
    const { write, inserts } = setUp(undefined, async () => {
      calls += 1;
      if (calls < 3) throw away();
    });
    await write({ rows: [row('a')], marks: [mark()] });
    expect(calls).toBe(3);
    expect(inserts.at(-1)!.table).toBe('ingested_segments');
  });

  it('RQ-13: gives the segment back unmarked when waiting edits cannot be applied at all', async () => {
    const { write, inserts } = setUp(undefined, async () => {
      throw away();
    });
    await expect(write({ rows: [row('a')], marks: [mark()] })).rejects.toThrow('away');
    expect(inserts.map((i) => i.table)).toEqual(['request_response_rmt']);
  });

  it('RQ-13: does not hold up rows for an edit that ClickHouse refuses', async () => {
    const { write, inserts } = setUp(undefined, async () => {
      throw refused();
    });
    await write({ rows: [row('a')], marks: [mark()] });
    expect(inserts.at(-1)!.table).toBe('ingested_segments');
  });
});
