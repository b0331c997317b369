import { type DashboardOverview, type Quantiles } from '@heliostat/contracts';
import { createLogger } from '@heliostat/platform';
import { editVersion, type RequestRow, RollupBuilder, toDateTime64 } from '@heliostat/stores/clickhouse';
import { testOrganizationId } from '@heliostat/stores/testing';
import { type AnalyticsJawn, startAnalyticsJawn } from '../testing/analytics-jawn.js';

const hourMs = 3_600_000;
const first = Date.UTC(2026, 2, 1);
const hours = 72;
const nilUuid = '00000000-0000-0000-0000-000000000000';

let sut: AnalyticsJawn;
let rows: RequestRow[];
beforeAll(async () => {
  sut = await startAnalyticsJawn();
  const random = generator(7);
  const pick = <T>(...values: T[]): T => values[Math.floor(random() * values.length)]!;
  rows = await sut.insert(
    Array.from({ length: 3000 }, () => ({
      request_created_at: toDateTime64(first + Math.floor(random() * hours * hourMs)),
      user_id: pick('', 'ann', 'bob', `user-${Math.floor(random() * 40)}`),
      model: pick('gpt-5-mini', 'gpt-5', 'claude'),
      provider: pick('openai', 'anthropic'),
      status: pick(200, 200, 200, 429, 500, -3, -1),
      country_code: pick('DE', 'US', null),
      latency: pick(null, 0, ...[1, 2, 3, 4].map(() => Math.floor(random() * 9000))),
      time_to_first_token: pick(null, Math.floor(random() * 900)),
      prompt_tokens: pick(null, Math.floor(random() * 900)),
      cost: String(Math.floor(random() * 1e9)),
      cache_reference_id: pick(nilUuid, nilUuid, testOrganizationId),
      cost_saved: String(Math.floor(random() * 1e9)),
      time_saved: Math.floor(random() * 9000),
      properties: { 'Helicone-Session-Id': pick('', `s${Math.floor(random() * 200)}`) },
    })),
  );
  await rollUp();
});
afterAll(() => sut.close());

const rollUp = () =>
  new RollupBuilder({
    clickhouse: sut.clickhouse,
    logger: createLogger('test', 'silent'),
    graceSeconds: 0,
  }).build(86_400);

/** Numbers from 0 to 1, the same ones each time (mulberry32). */
function generator(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
/** Matches every row, and so reads rows. */
const everything = { request_response_rmt: { request_path: { 'not-equals': 'nowhere' } } };
async function overview(start: number, end: number, more: object = {}): Promise<DashboardOverview> {
  const reply = await sut.client.post('/v1/dashboard/overview', {
    timeFilter: { start: iso(start), end: iso(end) },
    ...more,
  });
  expect(reply).toMatchObject({ status: 200 });
  return (reply.body as { data: DashboardOverview }).data;
}

/** Everything but quantiles, in an order that equal counts cannot change. */
function exact(result: DashboardOverview): unknown {
  return JSON.parse(
    JSON.stringify(result, (key, value: unknown) =>
      key === 'latency' || key === 'ttft' || key === 'latencyP50' ? undefined : value,
    ),
  );
}

/** 1 % of the sketch, and half of the distance to the next of few values. */
function expectNear(found: Quantiles, expected: Quantiles): void {
  for (const level of ['p50', 'p75', 'p95', 'p99'] as const) {
    expect(found[level]).toBeGreaterThan(expected[level]! * 0.97);
    expect(found[level]).toBeLessThan(expected[level]! * 1.03);
  }
}

async function expectSame(start: number, end: number, more: object = {}): Promise<DashboardOverview> {
  const rolled = await overview(start, end, more);
  const plain = await overview(start, end, { ...more, filter: everything });
  expect(exact(rolled)).toEqual(exact(plain));
  return rolled;
}

describe('the dashboard over hours that are added up', () => {
  it.each([
    ['whole days', 0, 72, {}],
    ['edges within hours', 0.31, 70.77, {}],
    ['half of it, with the half before', 36, 72, {}],
    ['days of a zone', 0, 72, { interval: 'day', timeZone: 'America/New_York' }],
    ['days of a zone of half hours', 0, 72, { interval: 'day', timeZone: 'Asia/Kolkata' }],
    ['hours of a zone of half hours', 0, 72, { interval: 'hour', timeZone: 'Asia/Kolkata' }],
    ['hours', 3, 30, { interval: 'hour' }],
    ['minutes', 3, 10, { interval: 'minute' }],
    ['months', -2000, 72, { interval: 'month' }],
  ])('equals what rows say: %s', async (_name, from, to, more) => {
    const { totals } = await expectSame(first + from * hourMs, first + to * hourMs, more);
    expect(totals.requests).toBeGreaterThan(200);
    expect(totals.timeSaved).toBeGreaterThan(0);
  });

  it('has quantiles within their error', async () => {
    const window = [first, first + hours * hourMs] as const;
    const rolled = await overview(...window);
    const plain = await overview(...window, { filter: everything });
    expect(rolled.totals.latency).not.toEqual(plain.totals.latency);
    expectNear(rolled.totals.latency, plain.totals.latency);
    expectNear(rolled.totals.ttft, plain.totals.ttft);
    expect(rolled.models[0]!.latencyP50).toBeGreaterThan(0);
    expect(rolled.users[0]!.latencyP50).toBeGreaterThan(0);
  });

  it.each([
    [
      'an edit',
      () => [
        {
          ...rows[0]!,
          model: 'corrected',
          cost: '1',
          updated_at: editVersion(rows[0]!.updated_at, Date.now() + 9),
        },
      ],
      0,
    ],
    ['a replay', () => rows.slice(0, 500), 0],
    [
      'late rows',
      () =>
        [rows[1]!, rows[2]!].map(({ request_created_at }) => ({
          request_created_at,
          user_id: 'late',
          model: 'late',
        })),
      2,
    ],
  ])('shows %s before and after hours are added up again, once', async (_name, changed, added) => {
    const window = [first, first + hours * hourMs] as const;
    const { totals } = await expectSame(...window);
    await sut.insert(changed());
    expect((await expectSame(...window)).totals.requests).toBe(totals.requests + added);
    expect(await rollUp()).toBeGreaterThan(0);
    expect((await expectSame(...window)).totals.requests).toBe(totals.requests + added);
  });

  it('gives /v1/metrics the same numbers', async () => {
    const timeFilter = { start: iso(first + hourMs / 3), end: iso(first + hours * hourMs) };
    const routes = [
      'activeUsers',
      'averageLatency',
      'averageTimeToFirstToken',
      'averageTokensPerRequest',
      'totalCost',
      'totalRequests',
      'totalThreats',
      'requestOverTime',
      'costOverTime',
      'tokensOverTime',
      'latencyOverTime',
      'timeToFirstToken',
      'errorOverTime',
      'usersOverTime',
    ];
    for (const route of routes) {
      const ask = (filter: unknown) =>
        sut.client.post(`/v1/metrics/${route}`, { timeFilter, filter, dbIncrement: 'day' });
      const rolled = await ask('all');
      expect({ route, status: rolled.status }).toEqual({ route, status: 200 });
      const plain = await ask(everything);
      expect({ route, body: rolled.body }).toEqual({ route, body: plain.body });
    }
  });
});
