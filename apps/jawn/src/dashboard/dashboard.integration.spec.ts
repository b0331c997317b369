import { type DashboardOverview } from '@heliostat/contracts';
import { toDateTime64 } from '@heliostat/stores/clickhouse';
import { type AnalyticsJawn, startAnalyticsJawn } from '../testing/analytics-jawn.js';
import { dashboardOverviewSchema } from './dashboard.schema.js';

let sut: AnalyticsJawn;
const at = (time: string) => ({ request_created_at: toDateTime64(Date.parse(time)) });
beforeAll(async () => {
  sut = await startAnalyticsJawn();
  const session = { properties: { 'Helicone-Session-Id': 's1' } };
  await sut.insert([
    { ...at('2026-03-01T00:30:00Z'), user_id: 'ann', latency: 100, time_to_first_token: 10, ...session },
    { ...at('2026-03-01T00:45:00Z'), user_id: 'bob', latency: 300, status: 500, model: 'claude', ...session },
    { ...at('2026-03-01T03:00:00Z'), user_id: 'ann', latency: null, time_to_first_token: null, status: -3 },
    { ...at('2026-03-01T04:00:00Z'), user_id: 'end of the window' },
    { ...at('2026-02-28T23:00:00Z'), user_id: 'before', cost: '5000000000' },
    { ...at('2026-03-29T00:30:00Z'), user_id: 'summer' },
    { ...at('2026-03-29T21:30:00Z'), user_id: 'summer' },
    { ...at('2026-03-29T22:30:00Z'), user_id: 'summer' },
  ]);
});
afterAll(() => sut.close());

const overview = async (start: string, end: string, more: object = {}): Promise<DashboardOverview> => {
  const reply = await sut.client.post('/v1/dashboard/overview', { timeFilter: { start, end }, ...more });
  expect(reply).toMatchObject({ status: 200 });
  return (reply.body as { data: DashboardOverview }).data;
};
const window = ['2026-03-01T00:00:00Z', '2026-03-01T04:00:00Z'] as const;

describe('POST /v1/dashboard/overview', () => {
  it('totals the window, its end excluded, and the one before', async () => {
    const { totals, previous } = await overview(...window);
    expect(totals).toMatchObject({
      requests: 3,
      errors: 1,
      cost: 0.000075,
      promptTokens: 60,
      completionTokens: 30,
      users: 2,
      sessions: 1,
    });
    expect(totals.latency).toMatchObject({ p50: 200, p99: 298 });
    expect(totals.ttft.p50).toBeGreaterThanOrEqual(10);
    expect(previous).toMatchObject({ requests: 1, cost: 5 });
  });

  it('counts what the cache answered, and what that saved (CA-07)', async () => {
    const cached = { cache_enabled: true, cache_reference_id: '0190a0b0-0000-7000-8000-00000000cafe' };
    const time = at('2026-05-01T00:30:00Z');
    await sut.insert([
      { ...time, ...cached, cost: '0', cost_saved: '2000000000', time_saved: 1_400 },
      { ...time, ...cached, cost: '0', cost_saved: '1000000000', time_saved: 600 },
      time,
    ]);
    const { totals } = await overview('2026-05-01T00:00:00Z', '2026-05-01T01:00:00Z');
    expect(totals).toMatchObject({ requests: 3, cacheHits: 2, costSaved: 3, timeSaved: 2_000 });
    const { totals: nothing } = await overview('2026-05-02T00:00:00Z', '2026-05-02T01:00:00Z');
    expect(nothing).toMatchObject({ cacheHits: 0, costSaved: 0, timeSaved: 0 });
  });

  it('has every interval, the empty ones too', async () => {
    const { interval, series } = await overview(...window, { interval: 'hour' });
    expect(interval).toBe('hour');
    expect(series.map((point) => [point.time, point.requests])).toEqual([
      ['2026-03-01T00:00:00.000Z', 2],
      ['2026-03-01T01:00:00.000Z', 0],
      ['2026-03-01T02:00:00.000Z', 0],
      ['2026-03-01T03:00:00.000Z', 1],
    ]);
    expect(series[1]!.latency).toEqual({ p50: null, p75: null, p95: null, p99: null });
    expect(series[3]!.ttft.p50).toBeNull();
  });

  it('cuts days in the time zone, through its change of the clock', async () => {
    const { series } = await overview('2026-03-27T23:00:00Z', '2026-03-30T22:00:00Z', {
      interval: 'day',
      timeZone: 'Europe/Berlin',
    });
    expect(series.map((point) => [point.time, point.requests])).toEqual([
      ['2026-03-27T23:00:00.000Z', 0],
      ['2026-03-28T23:00:00.000Z', 2],
      ['2026-03-29T22:00:00.000Z', 1],
    ]);
  });

  it.each([
    ['minute', 240],
    ['hour', 4],
    ['day', 1],
    ['week', 1],
    ['month', 1],
  ])('cuts by %s', async (interval, points) => {
    const { series } = await overview(...window, { interval, timeZone: 'Asia/Kolkata' });
    const requests = series.reduce((sum, point) => sum + point.requests, 0);
    expect(requests).toBe(3);
    const zoneAddsOne = interval === 'hour' ? 1 : 0;
    expect(series).toHaveLength(points + zoneAddsOne);
  });

  it('chooses an interval of at most 120 points', async () => {
    const chosen = async (end: string) => (await overview('2026-01-01T00:00:00Z', end)).interval;
    expect(await chosen('2026-01-01T02:00:00Z')).toBe('minute');
    expect(await chosen('2026-01-02T00:00:00Z')).toBe('hour');
    expect(await chosen('2026-02-01T00:00:00Z')).toBe('day');
    expect(await chosen('2027-01-01T00:00:00Z')).toBe('week');
    expect(await chosen('2036-01-01T00:00:00Z')).toBe('month');
  });

  it('breaks the window down', async () => {
    const result = await overview(...window);
    expect(dashboardOverviewSchema.strict().parse(result)).toEqual(result);
    expect(result.models).toEqual([
      expect.objectContaining({ name: 'gpt-5-mini', requests: 2, errors: 0, tokens: 60, latencyP50: 100 }),
      expect.objectContaining({ name: 'claude', requests: 1, errors: 1, latencyP50: 300 }),
    ]);
    expect(result.users.map((user) => [user.name, user.requests])).toEqual([
      ['ann', 2],
      ['bob', 1],
    ]);
    expect(result.statuses).toEqual(
      expect.arrayContaining([
        { status: -3, requests: 1 },
        { status: 200, requests: 1 },
        { status: 500, requests: 1 },
      ]),
    );
    expect(result.countries).toEqual([]);
    expect(result.providers).toHaveLength(1);
  });

  it('honours the filter', async () => {
    const filter = { request_response_rmt: { user_id: { equals: 'bob' } } };
    const { totals, series, models } = await overview(...window, { filter, interval: 'hour' });
    expect(totals).toMatchObject({ requests: 1, users: 1 });
    expect(series.map((point) => point.requests)).toEqual([1, 0, 0, 0]);
    expect(models.map((model) => model.name)).toEqual(['claude']);
  });

  it('is empty, with all its points, where nothing was called', async () => {
    const { totals, series } = await overview('2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z');
    expect(totals).toMatchObject({ requests: 0, cost: 0, latency: { p50: null } });
    expect(series).toHaveLength(24);
  });

  it('shows nothing of another organisation', async () => {
    const other = await sut.other();
    const timeFilter = { start: window[0], end: window[1] };
    const reply = await other.post('/v1/dashboard/overview', { timeFilter });
    expect(reply).toMatchObject({ body: { data: { totals: { requests: 0 }, models: [] } } });
  });

  it.each([
    [{ timeFilter: { start: window[1], end: window[0] } }, /end after the start/],
    [{ timeFilter: { start: window[0], end: window[1] }, timeZone: 'Mars/Olympus' }, /timeZone/],
    [{ timeFilter: { start: '2020-01-01T00:00:00Z', end: window[1] }, interval: 'minute' }, /interval/],
    [{ timeFilter: { start: 'yesterday', end: window[1] } }, /timeFilter\.start/],
  ])('answers %j with 400 and the fault', async (body, fault) => {
    expect(await sut.client.post('/v1/dashboard/overview', body)).toMatchObject({
      status: 400,
      body: { data: null, error: expect.stringMatching(fault) },
    });
  });
});
