import { toDateTime64 } from '@heliostat/stores/clickhouse';
import { type AnalyticsJawn, startAnalyticsJawn } from '../testing/analytics-jawn.js';

let sut: AnalyticsJawn;
const at = (time: string) => ({ request_created_at: toDateTime64(Date.parse(time)) });
const day = { start: '2026-03-01T00:00:00Z', end: '2026-03-03T00:00:00Z' };
beforeAll(async () => {
  sut = await startAnalyticsJawn();
  await sut.insert([
    {
      ...at('2026-03-01T01:00:00Z'),
      user_id: 'a',
      latency: 100,
      cost: '1000000000',
      properties: { App: 'shop', Plan: 'Free', 'Helicone-Session-Id': 's1' },
      country_code: 'DE',
    },
    {
      ...at('2026-03-01T23:00:00Z'),
      user_id: 'a',
      latency: 300,
      cost: '2000000000',
      threat: true,
      properties: { App: 'shop' },
    },
    {
      ...at('2026-03-02T12:00:00Z'),
      user_id: 'b',
      latency: 200,
      cost: '500000000',
      status: 429,
      model: 'claude',
      properties: { App: 'blog' },
    },
    { ...at('2026-03-02T13:00:00Z'), user_id: '', status: 500, cost: '0' },
  ]);
});
afterAll(() => sut.close());

const ask = async (path: string, body: object): Promise<unknown> => {
  const reply = await sut.client.post(path, body);
  expect(reply).toMatchObject({ status: 200, body: { error: null } });
  return (reply.body as { data: unknown }).data;
};
const metric = (name: string, more: object = {}) =>
  ask(`/v1/metrics/${name}`, { filter: 'all', timeFilter: day, ...more });

describe('/v1/metrics', () => {
  it.each([
    ['activeUsers', 2],
    ['averageLatency', 350],
    ['averageTimeToFirstToken', 120],
    ['totalCost', 3.5],
    ['totalRequests', 4],
    ['totalThreats', 1],
  ])('gives %s', async (name, value) => {
    expect(await metric(name)).toBe(value);
  });

  it('averages tokens', async () => {
    expect(await metric('averageTokensPerRequest')).toEqual({
      average_prompt_tokens_per_response: 20,
      average_completion_tokens_per_response: 10,
      average_total_tokens_per_response: 30,
    });
  });

  it('counts by a filter alone', async () => {
    const filter = { request_response_rmt: { user_id: { equals: 'a' } } };
    expect(await ask('/v1/metrics/requestCount', { filter })).toBe(2);
    expect(await ask('/v1/metrics/requestCount', { filter, isCached: true })).toBe(0);
  });

  it('lists models and countries', async () => {
    expect(await metric('models', { offset: 0, limit: 1 })).toEqual([
      {
        model: 'gpt-5-mini',
        total_requests: 3,
        total_completion_tokens: 30,
        total_prompt_token: 60,
        total_tokens: 90,
        cost: 3,
      },
    ]);
    expect(await metric('country')).toEqual([{ country: 'DE', total_requests: 1 }]);
  });

  const daily = { dbIncrement: 'day', timeZoneDifference: 0 };
  const [first, second] = ['2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z'];
  it.each([
    [
      'requestOverTime',
      [
        { time: first, count: 2 },
        { time: second, count: 2 },
      ],
    ],
    [
      'errorOverTime',
      [
        { time: first, count: 0 },
        { time: second, count: 2 },
      ],
    ],
    [
      'threatsOverTime',
      [
        { time: first, count: 1 },
        { time: second, count: 0 },
      ],
    ],
    [
      'usersOverTime',
      [
        { time: first, count: 1 },
        { time: second, count: 1 },
      ],
    ],
    [
      'costOverTime',
      [
        { time: first, cost: 3 },
        { time: second, cost: 0.5 },
      ],
    ],
    [
      'latencyOverTime',
      [
        { time: first, duration: 200 },
        { time: second, duration: 500 },
      ],
    ],
    [
      'timeToFirstToken',
      [
        { time: first, ttft: 120 },
        { time: second, ttft: 120 },
      ],
    ],
    [
      'tokensOverTime',
      [
        { time: first, prompt_tokens: 40, completion_tokens: 20 },
        { time: second, prompt_tokens: 40, completion_tokens: 20 },
      ],
    ],
    [
      'requestStatusOverTime',
      [
        { time: first, count: 2, status: 200 },
        { time: second, count: 1, status: 429 },
        { time: second, count: 1, status: 500 },
      ],
    ],
  ])('gives %s', async (name, points) => {
    expect(await metric(name, daily)).toEqual(points);
  });

  it('gives quantiles of a metric', async () => {
    const points = (await metric('quantiles', { ...daily, metric: 'latency' })) as { p99: number }[];
    expect(points.map((point) => point.p99)).toEqual([298, expect.any(Number)]);
    expect(
      await sut.client.post('/v1/metrics/quantiles', { filter: 'all', timeFilter: day, metric: 'x' }),
    ).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/metric: expected one of latency/) },
    });
  });

  it('cuts days at local midnight', async () => {
    const berlin = { dbIncrement: 'day', timeZoneDifference: -60 };
    expect(await metric('requestOverTime', berlin)).toEqual([
      { time: '2026-02-28T23:00:00.000Z', count: 1 },
      { time: '2026-03-01T23:00:00.000Z', count: 3 },
      { time: '2026-03-02T23:00:00.000Z', count: 0 },
    ]);
  });
});

describe('/v1/property', () => {
  it('PP-02: lists every name once', async () => {
    expect(await ask('/v1/property/query', {})).toEqual([
      { property: 'App' },
      { property: 'Helicone-Session-Id' },
      { property: 'Plan' },
    ]);
  });

  it('finds values of a property', async () => {
    expect(await ask('/v1/property/App/search', { searchTerm: '' })).toEqual(['shop', 'blog']);
    expect(await ask('/v1/property/App/search', { searchTerm: 'SHO' })).toEqual(['shop']);
  });
});

describe('/v1/user', () => {
  it('US-02: gives usage of all users, of some, and of a window', async () => {
    const a = { user_id: 'a', count: 2, prompt_tokens: 40, completion_tokens: 20, cost: 3 };
    const b = { user_id: 'b', count: 1, prompt_tokens: 20, completion_tokens: 10, cost: 0.5 };
    expect(await ask('/v1/user/query', {})).toEqual([a, b]);
    expect(await ask('/v1/user/query', { userIds: ['b', 'nobody'] })).toEqual([b]);
    const timeFilter = {
      startTimeUnixSeconds: Date.parse('2026-03-02T00:00:00Z') / 1000,
      endTimeUnixSeconds: Date.parse('2026-03-02T12:00:00Z') / 1000,
    };
    expect(await ask('/v1/user/query', { timeFilter })).toEqual([b]);
  });

  it('US-03: gives metrics, sorted, with their count', async () => {
    const page = await ask('/v1/user/metrics/query', {
      filter: 'all',
      offset: 0,
      limit: 10,
      sort: { cost: 'asc' },
    });
    expect(page).toMatchObject({ count: 2, hasUsers: true, users: [{ user_id: 'b' }, { user_id: 'a' }] });
    const filter = { users_view: { user_total_requests: { gte: 2 } } };
    expect(await ask('/v1/user/metrics/query', { filter, offset: 0, limit: 10 })).toEqual({
      count: 1,
      hasUsers: true,
      users: [
        {
          id: 'a',
          user_id: 'a',
          active_for: 1,
          first_active: '2026-03-01T01:00:00.000Z',
          last_active: '2026-03-01T23:00:00.000Z',
          total_requests: 2,
          average_requests_per_day_active: 2,
          average_tokens_per_request: 30,
          total_completion_tokens: 20,
          total_prompt_tokens: 40,
          cost: 3,
        },
      ],
    });
  });

  it('US-03: sorts by every key and asks for offset and limit', async () => {
    const keys = ['id', 'user_id', 'active_for', 'first_active', 'last_active', 'total_requests', 'cost'];
    const more = ['average_requests_per_day_active', 'average_tokens_per_request', 'total_prompt_tokens'];
    for (const key of [...keys, ...more, 'total_completion_tokens', 'rate_limited_count'])
      expect(
        await ask('/v1/user/metrics/query', { filter: 'all', offset: 0, limit: 1, sort: { [key]: 'desc' } }),
      ).toMatchObject({ count: 2, users: [{}] });
    const missing = await sut.client.post('/v1/user/metrics/query', { filter: 'all', offset: 0 });
    expect(missing).toMatchObject({ status: 400, body: { error: expect.stringMatching(/limit/) } });
  });
});

it('nothing of this is shown to another organisation', async () => {
  const other = await sut.other();
  const body = { filter: 'all', timeFilter: day };
  expect(await other.post('/v1/metrics/totalRequests', body)).toMatchObject({ body: { data: 0 } });
  expect(await other.post('/v1/property/query')).toMatchObject({ body: { data: [] } });
  expect(await other.post('/v1/user/query')).toMatchObject({ body: { data: [] } });
});
