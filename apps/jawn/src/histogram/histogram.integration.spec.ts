import { randomUUID } from 'node:crypto';
import { type HeliconeRequest } from '@heliostat/contracts';
import { toDateTime64 } from '@heliostat/stores/clickhouse';
import { type AnalyticsJawn, startAnalyticsJawn } from '../testing/analytics-jawn.js';
import { type HistogramRow } from './histogram.schema.js';

let sut: AnalyticsJawn;
const noon = Date.UTC(2026, 2, 1, 12);
const call = (session: string, name: string, minute: number, nanoUsd: string, user: string) => ({
  request_created_at: toDateTime64(noon + minute * 60_000),
  properties: { 'Helicone-Session-Id': session, 'Helicone-Session-Name': name },
  cost: nanoUsd,
  user_id: user,
});
const firstOfThree = randomUUID();
beforeAll(async () => {
  sut = await startAnalyticsJawn();
  await sut.insert([
    call('one', 'Checkout', 0, '1000000000', 'ann'),
    call('two', 'Checkout', 0, '1000000000', 'ann'),
    call('two', 'Checkout', 1, '1000000000', 'bob'),
    call('three', 'Search', 4, '0', ''),
    { ...call('three', 'Search', 0, '3000000000', 'ann'), request_id: firstOfThree },
    call('three', 'Search', 2, '3000000000', ''),
    { request_created_at: toDateTime64(noon) },
  ]);
});
afterAll(() => sut.close());

const ask = async <T>(path: string, body: object): Promise<T> => {
  const reply = await sut.client.post(path, body);
  expect(reply).toMatchObject({ status: 200 });
  return (reply.body as { data: T }).data;
};
const filled = (rows: HistogramRow[]) =>
  rows.filter(({ value }) => value > 0).map(({ range_start, value }) => [Number(range_start), value]);

type Metrics = {
  session_count: HistogramRow[];
  session_duration: HistogramRow[];
  session_cost: HistogramRow[];
  average: Record<string, { average: number }[]>;
};
const metrics = (more: object = {}) =>
  ask<Metrics>('/v1/session/metrics/query', { nameContains: '', timezoneDifference: 0, ...more });

describe('POST /v1/session/metrics/query', () => {
  it('SS-03: counts every session once in each histogram, and gives averages', async () => {
    const found = await metrics();
    expect(found.session_count).toHaveLength(10);
    expect(found.session_count[0]).toEqual({ range_start: '1', range_end: '1.2', value: 1 });
    expect(filled(found.session_count).map(([, value]) => value)).toEqual([1, 1, 1]);
    expect(found.session_duration.at(-1)).toMatchObject({ range_end: '240', value: 1 });
    expect(found.session_cost.at(-1)).toMatchObject({ range_end: '6', value: 1 });
    expect(found.average).toEqual({
      session_count: [{ average: 2 }],
      session_duration: [{ average: 100 }],
      session_cost: [{ average: 3 }],
    });
  });

  it('SS-03: leaves out what is above pSize, and outside the middle half', async () => {
    const highest = async (more: object) => (await metrics(more)).session_count.at(-1)!.range_end;
    expect(await highest({ pSize: 'p50' })).toBe('2');
    expect(await highest({ pSize: 'p99.9' })).toBe('3');
    const middle = await metrics({ pSize: 'p50', useInterquartile: true });
    expect(middle.session_count.reduce((sum, { value }) => sum + value, 0)).toBe(2);
  });

  it('SS-03: looks at names, a window and a filter', async () => {
    expect(filled((await metrics({ nameContains: 'sEARch' })).session_count)).toEqual([[3, 1]]);
    const timeFilter = { startTimeUnixMs: noon + 90_000, endTimeUnixMs: noon + 150_000 };
    expect(filled((await metrics({ timeFilter })).session_count)).toEqual([[1, 1]]);
    const filter = { request_response_rmt: { user_id: { equals: 'bob' } } };
    expect(filled((await metrics({ filter })).session_count)).toEqual([[1, 1]]);
  });

  it('SS-03: is empty without sessions, and shows nothing of another organisation', async () => {
    const none = { session_count: [], session_duration: [], session_cost: [] };
    expect(await metrics({ nameContains: 'no such name' })).toMatchObject(none);
    const other = await sut.other();
    expect(
      await other.post('/v1/session/metrics/query', { nameContains: '', timezoneDifference: 0 }),
    ).toMatchObject({ status: 200, body: { data: none } });
  });

  it.each([[{ timezoneDifference: 0 }], [{ nameContains: '', timezoneDifference: 0, pSize: 'p42' }]])(
    'SS-03: answers %j with 400',
    async (body) => expect((await sut.client.post('/v1/session/metrics/query', body)).status).toBe(400),
  );
});

describe('POST /v1/session/:sessionId/feedback', () => {
  it('SS-04: keeps the rating on the first request of the session', async () => {
    for (const rating of [false, true])
      expect(await sut.client.post('/v1/session/three/feedback', { rating })).toMatchObject({
        status: 200,
        body: { data: null, error: null },
      });
    const filter = { properties: { 'Helicone-Session-Id': { equals: 'three' } } };
    const rows = await ask<HeliconeRequest[]>('/v1/request/query', { filter });
    const ratings = rows.map((row) => [row.request_id, row.properties['Helicone-Session-Feedback']]);
    expect(ratings.filter(([, rating]) => rating !== undefined)).toEqual([[firstOfThree, '1']]);
    expect(rows).toHaveLength(3);
  });

  it('SS-04: knows no session of another organisation', async () => {
    const other = await sut.other();
    expect((await other.post('/v1/session/three/feedback', { rating: true })).status).toBe(404);
    expect((await sut.client.post('/v1/session/three/feedback', { rating: 'yes' })).status).toBe(400);
  });
});

describe('POST /v1/user/metrics-overview/query', () => {
  it('US-04: counts every user once in both histograms, and calls without a user for none', async () => {
    const body = { useInterquartile: false, pSize: 'p99', filter: 'all' };
    const found = await ask<{ request_count: HistogramRow[]; user_cost: HistogramRow[] }>(
      '/v1/user/metrics-overview/query',
      body,
    );
    expect(filled(found.request_count).map(([, value]) => value)).toEqual([1, 1]);
    expect(found.request_count.at(-1)!.range_end).toBe('3');
    expect(found.user_cost[0]!.range_start).toBe('1');
    expect(found.user_cost.at(-1)!.range_end).toBe('5');
    for (const key of Object.keys(body)) {
      const without = Object.fromEntries(Object.entries(body).filter(([name]) => name !== key));
      expect((await sut.client.post('/v1/user/metrics-overview/query', without)).status).toBe(400);
    }
  });
});
