import { toDateTime64 } from '@heliostat/stores/clickhouse';
import { type AnalyticsJawn, startAnalyticsJawn } from '../testing/analytics-jawn.js';

let sut: AnalyticsJawn;
const noon = Date.UTC(2026, 2, 1, 12);
const at = (minute: number) => ({ request_created_at: toDateTime64(noon + minute * 60_000) });
const session = (id: string, name?: string) => ({
  properties: { 'Helicone-Session-Id': id, ...(name && { 'Helicone-Session-Name': name }) },
});
beforeAll(async () => {
  sut = await startAnalyticsJawn();
  await sut.insert([
    { ...at(0), ...session('s1', 'Checkout'), user_id: 'ann', latency: 100, cost: '1000000000' },
    { ...at(1), ...session('s1', 'Checkout'), user_id: 'bob', latency: 200, cost: '2000000000' },
    { ...at(2), ...session('s1', 'Checkout'), user_id: 'ann', latency: 300, cost: '0' },
    { ...at(1), ...session('s2'), cost: '5000000000' },
    { ...at(3) },
  ]);
});
afterAll(() => sut.close());

const body = {
  search: '',
  timeFilter: { startTimeUnixMs: noon, endTimeUnixMs: noon + 3_600_000 },
  timezoneDifference: 0,
  filter: 'all' as unknown,
};
const find = async (more: object = {}) => {
  const reply = await sut.client.post('/v1/session/query', { ...body, ...more });
  expect(reply.status).toBe(200);
  return (reply.body as { data: { session_id: string }[] }).data;
};
const ids = async (more: object) => (await find(more)).map((found) => found.session_id).join();

describe('POST /v1/session/query', () => {
  it('SS-01: sums the calls of a session', async () => {
    expect((await find())[0]).toEqual({
      created_at: '2026-03-01T12:00:00.000Z',
      latest_request_created_at: '2026-03-01T12:02:00.000Z',
      session_id: 's1',
      session_name: 'Checkout',
      total_cost: 3,
      total_requests: 3,
      prompt_tokens: 60,
      completion_tokens: 30,
      total_tokens: 90,
      avg_latency: 200,
      user_ids: ['ann', 'bob'],
    });
  });

  it('SS-02: searches, filters, pages and keeps to its window', async () => {
    expect(await ids({})).toBe('s1,s2');
    expect(await ids({ limit: 1, offset: 1 })).toBe('s2');
    expect(await ids({ search: 'check' })).toBe('s1');
    expect(await ids({ search: 'S2' })).toBe('s2');
    expect(await ids({ nameEquals: 'Checkout' })).toBe('s1');
    const dear = { sessions_request_response_rmt: { session_total_cost: { gt: 4 } } };
    expect(await ids({ filter: dear })).toBe('s2');
    const later = { startTimeUnixMs: noon + 120_000, endTimeUnixMs: noon + 3_600_000 };
    expect(await ids({ timeFilter: later })).toBe('s1');
  });

  it('SS-02: asks for search, and shows nothing of another organisation', async () => {
    const { search: _, ...without } = body;
    expect(await sut.client.post('/v1/session/query', without)).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/search/) },
    });
    expect(await (await sut.other()).post('/v1/session/query', body)).toMatchObject({ body: { data: [] } });
  });
});
