import type { LogRecord, SegmentReference } from '@heliostat/contracts';
import { createLogger } from '@heliostat/platform';
import { createTables, type RequestRow } from '@heliostat/stores/clickhouse';
import { ObjectNotFoundError } from '@heliostat/stores/objects';
import { encodeSegment, segmentKey } from '@heliostat/stores/segments';
import { Registry } from 'prom-client';
import { logRecordFactory, organizationId } from '../testing/log-record.factory.js';
import { IngestMetrics } from './ingest.metrics.js';
import { IngestService } from './ingest.service.js';
import type { SegmentMark } from './ingest-writer.js';
import { RowBatcher } from './row-batcher.js';

const setUp = (records: LogRecord[] | Buffer, edited: object[] = []) => {
  const written: { rows: RequestRow[]; marks: SegmentMark[] } = { rows: [], marks: [] };
  const exported: { generation: number; rows: number }[] = [];
  const body = Buffer.isBuffer(records) ? records : encodeSegment(records).body;
  const sut = new IngestService({
    objects: {
      get: async (key: string) => {
        if (key.includes('/gone')) throw new ObjectNotFoundError(key);
        return body;
      },
    } as never,
    clickhouse: { tables: createTables({}), query: async <T>() => edited as T[] },
    batcher: new RowBatcher<RequestRow, SegmentMark>({
      write: async (batch) => {
        written.rows.push(...batch.rows);
        written.marks.push(...batch.marks);
      },
      intervalMs: 1,
      quietMs: 1,
    }),
    metrics: new IngestMetrics(new Registry()),
    logger: createLogger('test', 'silent'),
    onExport: async ({ generation }) => void exported.push({ generation, rows: written.rows.length }),
  });
  return { sut, written, exported };
};

const referenceFactory = (overrides: Partial<SegmentReference> = {}): SegmentReference => ({
  v: 1,
  key: segmentKey(organizationId, Date.UTC(2026, 0, 31, 12), 'file-1'),
  org: organizationId,
  bytes: 100,
  generation: 0,
  ...overrides,
});

describe(IngestService.name, () => {
  it('writes one row per record, with where its bodies lie', async () => {
    const { sut, written } = setUp([logRecordFactory({ id: 'a' }), logRecordFactory({ id: 'b' })]);
    await sut.ingest(referenceFactory());
    expect(written.rows.map((row) => row.request_id_given)).toEqual(['a', 'b']);
    expect(written.rows[1]!.segment_offset).toBe(written.rows[0]!.segment_length);
    expect(written.marks[0]).toMatchObject({ rows: 2, poison: [] });
  });

  it('gives a repeated segment the same rows', async () => {
    const { sut, written } = setUp([logRecordFactory()]);
    await sut.ingest(referenceFactory());
    await sut.ingest(referenceFactory());
    expect(written.rows[0]).toEqual(written.rows[1]);
  });

  it('lets a reprocess win over the first ingest and keeps what people edited', async () => {
    const { sut, written } = setUp(
      [logRecordFactory({ properties: { App: 'old' } })],
      [
        {
          request_id: '0190a0b0-0000-7000-8000-00000000beef',
          properties: { App: 'edited' },
          scores: { good: 1 },
        },
      ],
    );
    await sut.ingest(referenceFactory());
    await sut.ingest(referenceFactory({ generation: 1 }));
    const [first, second] = written.rows;
    expect(second!.updated_at > first!.updated_at).toBe(true);
    expect(second).toMatchObject({ properties: { App: 'edited' }, scores: { good: 1 } });
  });

  it.each(['manual', 'otel'] as const)(
    'lets no %s report replace a call of the proxy with its id and time, however long it says it took',
    async (source) => {
      const { sut, written } = setUp([
        logRecordFactory({ latencyMs: 0 }),
        logRecordFactory({ source, latencyMs: 86_400_000 }),
      ]);
      await sut.ingest(referenceFactory());
      const [call, report] = written.rows;
      expect(report!.request_id).toBe(call!.request_id);
      expect(report!.updated_at < call!.updated_at).toBe(true);
    },
  );

  it.each([0, 0.4, 5_000])(
    'lets no call by an own key replace one that was paid for, of %d ms, with its id and time (CR-01)',
    async (latencyMs) => {
      const { sut, written } = setUp([
        logRecordFactory({ passthroughBilling: true, latencyMs }),
        logRecordFactory({ latencyMs: 86_400_000 }),
      ]);
      await sut.ingest(referenceFactory());
      const [paid, own] = written.rows;
      expect(own!.request_id).toBe(paid!.request_id);
      expect(own!.updated_at < paid!.updated_at).toBe(true);
    },
  );

  it('IN-12: announces a segment that PostHog is to hear of, once its rows are written and never for a reprocess', async () => {
    const { sut, exported } = setUp([
      logRecordFactory(),
      logRecordFactory({ id: 'b', posthog: { key: 'phc_a' } }),
    ]);
    await sut.ingest(referenceFactory());
    await sut.ingest(referenceFactory({ generation: 1 }));
    expect(exported).toEqual([{ generation: 0, rows: 2 }]);
  });

  it('IN-12: announces nothing where no record asks for PostHog', async () => {
    const { sut, exported } = setUp([logRecordFactory()]);
    await sut.ingest(referenceFactory());
    expect(exported).toEqual([]);
  });

  it('sets a damaged record aside and goes on with its segment', async () => {
    const { body, frames } = encodeSegment([logRecordFactory({ id: 'a' }), logRecordFactory({ id: 'b' })]);
    body.fill(0x41, frames[0]!.offset + 12, frames[0]!.offset + 30);
    const { sut, written } = setUp(body);
    await sut.ingest(referenceFactory());
    expect(written.rows.map((row) => row.request_id_given)).toEqual(['b']);
    expect(written.marks[0]!.poison).toHaveLength(1);
  });

  it('never files a record under an organisation that its segment does not belong to', async () => {
    const { sut, written } = setUp([logRecordFactory({ org: '0190a0b0-0000-7000-8000-000000000002' })]);
    await sut.ingest(referenceFactory());
    expect(written.rows).toEqual([]);
    expect(written.marks[0]!.poison[0]!.error).toMatch(/another organisation/);
  });

  it('counts a segment that retention deleted as done', async () => {
    const { sut, written } = setUp([logRecordFactory()]);
    await sut.ingest(referenceFactory({ key: `segments/2026-01-31/12/${organizationId}/gone.seg` }));
    expect(written.rows).toEqual([]);
  });
});
