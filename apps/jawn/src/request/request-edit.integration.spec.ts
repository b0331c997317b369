import { randomUUID } from 'node:crypto';
import { type HeliconeRequest } from '@heliostat/contracts';
import { loadConfig } from '@heliostat/platform';
import { type RequestRow, requestUuid } from '@heliostat/stores/clickhouse';
import { openDataSource } from '@heliostat/stores/postgres';
import { pendingEditsAtMost } from '@heliostat/stores/request-edits';
import { type DataSource } from 'typeorm';
import { type AnalyticsJawn, startAnalyticsJawn } from '../testing/analytics-jawn.js';
import { type TestClient } from '../testing/test-jawn.js';
import { RequestEditService } from './request-edit.service.js';
import { RequestRepository, type StoredRow } from './request.repository.js';

let sut: AnalyticsJawn;
let dataSource: DataSource;
beforeAll(async () => {
  sut = await startAnalyticsJawn();
  dataSource = await openDataSource(loadConfig({ DATABASE_URL: sut.database }));
});
afterAll(async () => {
  await dataSource.destroy();
  await sut.close();
});

const rowOf = (given: string, row: Partial<RequestRow> = {}): Partial<RequestRow> => ({
  request_id: requestUuid(sut.organizationId, given),
  request_id_given: given,
  ...row,
});
const get = async (id: string) =>
  ((await sut.client.get(`/v1/request/${encodeURIComponent(id)}`)).body as { data: HeliconeRequest }).data;
const waiting = async (given: string) =>
  dataSource.query<{ kind: string; payload: unknown }[]>(
    'SELECT kind, payload FROM pending_request_edit WHERE request_id = $1 ORDER BY id',
    [requestUuid(sut.organizationId, given)],
  );
const edits = (id: string, client: TestClient = sut.client) => {
  const path = `/v1/request/${encodeURIComponent(id)}`;
  return {
    rate: (rating: boolean) => client.post(`${path}/feedback`, { rating }),
    score: (scores: object) => client.post(`${path}/score`, { scores }),
    put: (properties: object) => client.put(`${path}/property`, properties),
  };
};

describe('an edit that comes before its row', () => {
  it('RQ-13: is answered like any other and waits, also with an id that is no UUID', async () => {
    const id = `order 7/${randomUUID()}`;
    const { rate, score, put } = edits(id);
    for (const reply of [
      await rate(true),
      await score({ ok: true }),
      await put({ App: 'a', odd: 'x\u0000y' }),
    ])
      expect(reply).toMatchObject({ status: 200, body: { data: null, error: null } });
    expect(await waiting(id)).toMatchObject([
      { kind: 'feedback', payload: { rating: true } },
      { kind: 'scores', payload: { ok: 1 } },
      { kind: 'properties', payload: { App: 'a', odd: 'x\u0000y' } },
    ]);
  });

  it('RQ-13: is applied by the next edit after the row has come, in their order', async () => {
    const id = `mine ${randomUUID()}`;
    await edits(id).rate(true);
    await edits(id).put({ App: 'early', Tier: 'early' });
    await sut.insert([rowOf(id, { properties: { App: 'sent' } })]);
    await edits(id).put({ Tier: 'late' });
    expect(await get(id)).toMatchObject({
      request_id: id,
      feedback_rating: true,
      properties: { App: 'early', Tier: 'late' },
    });
    expect(await waiting(id)).toEqual([]);
  });

  it('RQ-13: is not lost when the row comes between the look for it and the storing', async () => {
    const id = `race ${randomUUID()}`;
    class LateRow extends RequestRepository {
      private looks = 0;
      override async byId(organizationId: string, given: string): Promise<StoredRow | undefined> {
        const found = await super.byId(organizationId, given);
        this.looks += 1;
        if (this.looks === 1) await sut.insert([rowOf(id)]);
        return found;
      }
    }
    const service = new RequestEditService(new LateRow(sut.clickhouse), dataSource);
    await service.rate(sut.organizationId, id, true);
    expect(await get(id)).toMatchObject({ feedback_rating: true });
    expect(await waiting(id)).toEqual([]);
  });

  it('takes no more than an organisation may have waiting, and nothing large', async () => {
    const crowded = await sut.other();
    const { body } = await crowded.get('/v1/whoami');
    const organizationId = (body as { data: { activeOrganizationId: string } }).data.activeOrganizationId;
    await dataSource.query(
      `INSERT INTO pending_request_edit (organization_id, request_id, kind, payload)
       SELECT $1, gen_random_uuid(), 'scores', '{}' FROM generate_series(1, $2)`,
      [organizationId, pendingEditsAtMost],
    );
    expect(await edits(randomUUID(), crowded).rate(true)).toMatchObject({
      status: 429,
      body: { error: expect.stringMatching(/10000 changes wait/) },
    });
    const large = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, 'x'.repeat(8_000)]));
    expect((await edits(randomUUID()).put(large)).status).toBe(413);
  });

  it('says in the documentation that it may wait in vain', async () => {
    const { body } = await sut.stranger.get('/openapi.json');
    const { paths } = body as { paths: Record<string, { post?: { description?: string } }> };
    expect(paths['/v1/request/{requestId}/feedback']!.post!.description).toMatch(
      /24 hours.*dropped without notice/,
    );
  });
});

describe('edits of one row at the same time', () => {
  it('all last, whichever replica takes them', async () => {
    const replica = await sut.replica();
    const [row] = await sut.insert([{}]);
    const names = Array.from({ length: 24 }, (_, index) => `score${index}`);
    const replies = await Promise.all(
      names.map((name, index) =>
        edits(row!.request_id, index % 2 === 0 ? sut.client : replica).score({ [name]: index }),
      ),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(Object.keys((await get(row!.request_id)).scores!).sort()).toEqual([...names].sort());
  });

  it('RQ-13: all wait while there is no row, and all are in the row at last', async () => {
    const replica = await sut.replica();
    const id = randomUUID();
    const names = Array.from({ length: 24 }, (_, index) => `score${index}`);
    const [, ...replies] = await Promise.all([
      sut.insert([rowOf(id)]),
      ...names.map((name, index) =>
        edits(id, index % 2 === 0 ? sut.client : replica).score({ [name]: index }),
      ),
    ]);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    await edits(id).score({ last: 1 });
    expect(Object.keys((await get(id)).scores!).sort()).toEqual([...names, 'last'].sort());
    expect(await waiting(id)).toEqual([]);
  });
});
