import { type RateLimitRule } from '@heliostat/contracts';
import { dataOf, JawnFixture } from '../testing/jawn-fixture.js';
import { TestClient, type TestJawn } from '../testing/test-jawn.js';

let fixture: JawnFixture;
let jawn: TestJawn;
let ada: TestClient;

beforeAll(async () => {
  fixture = await JawnFixture.start();
});
beforeEach(async () => {
  jawn = await fixture.jawn();
  ada = await fixture.person(jawn, 'ada@example.com');
});
afterEach(() => fixture.closeJawns());
afterAll(() => fixture.stop());

const path = '/v1/rate-limits';
const limit = (overrides: object = {}) => ({
  name: 'basic-100',
  quota: 100,
  window_seconds: 3600,
  ...overrides,
});
const rules = async (client = ada) => dataOf<RateLimitRule[]>(await client.get(path));

describe('stored rate limits (RL-08)', () => {
  it('are created with the defaults of a header, changed in part and deleted', async () => {
    const rule = dataOf<RateLimitRule>(await ada.post(path, limit()));
    expect(rule).toMatchObject({ ...limit(), unit: 'request', segment: null, api_key_id: null });
    const changed = await ada.put(`${path}/${rule.id}`, { unit: 'cents', quota: 2.5, segment: 'user' });
    expect(dataOf(changed)).toMatchObject({
      id: rule.id,
      name: 'basic-100',
      unit: 'cents',
      quota: 2.5,
      segment: 'user',
    });
    expect(await rules()).toEqual([dataOf(changed)]);
    expect((await ada.delete(`${path}/${rule.id}`)).body).toEqual({ data: null, error: null });
    expect(await rules()).toEqual([]);
  });

  it('may be bound to a key of the organisation, and to no other', async () => {
    const eve = await fixture.person(jawn, 'eve@example.com');
    const key = dataOf<{ id: string }>(await ada.post('/v1/api-keys', { api_key_name: 'k' }));
    const foreign = dataOf<{ id: string }>(await eve.post('/v1/api-keys', { api_key_name: 'k' }));
    expect(dataOf(await ada.post(path, limit({ api_key_id: key.id })))).toMatchObject({ api_key_id: key.id });
    expect((await ada.post(path, limit({ name: 'x', api_key_id: foreign.id }))).status).toBe(400);
  });

  it('have names of their own', async () => {
    await ada.post(path, limit());
    const other = dataOf<RateLimitRule>(await ada.post(path, limit({ name: 'other' })));
    expect((await ada.post(path, limit())).status).toBe(409);
    expect(await ada.put(`${path}/${other.id}`, { name: 'basic-100' })).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/basic-100 already/) },
    });
  });

  it('are set by administrators; an API key cannot lift its own limit', async () => {
    const rule = dataOf<RateLimitRule>(await ada.post(path, limit()));
    const { apiKey } = dataOf<{ apiKey: string }>(await ada.post('/v1/api-keys', { api_key_name: 'k' }));
    const keyed = new TestClient(jawn.url, apiKey);
    expect(await rules(keyed)).toHaveLength(1);
    const replies = await Promise.all([
      keyed.post(path, limit({ name: 'x' })),
      keyed.put(`${path}/${rule.id}`, { quota: 1e9 }),
      keyed.delete(`${path}/${rule.id}`),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('belong to one organisation', async () => {
    const eve = await fixture.person(jawn, 'eve@example.com');
    const rule = dataOf<RateLimitRule>(await ada.post(path, limit()));
    expect(await rules(eve)).toEqual([]);
    expect((await eve.put(`${path}/${rule.id}`, { quota: 1 })).status).toBe(404);
    expect((await eve.delete(`${path}/${rule.id}`)).status).toBe(404);
  });

  it.each([
    [{ quota: 0 }, /^quota: /],
    [{ window_seconds: 59 }, /^window_seconds: expected 60 to 31536000/],
    [{ unit: 'dollars' }, /^unit: /],
    [{ name: 'a,b' }, /^name: expected a name without commas/],
    [{ name: '1000' }, /^name: expected a name that is not a number/],
  ])('refuse %j in words', async (overrides, words) => {
    expect(await ada.post(path, limit(overrides))).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(words) },
    });
  });
});
