import { dataOf, JawnFixture } from '../testing/jawn-fixture.js';
import { TestClient } from '../testing/test-jawn.js';

let fixture: JawnFixture;

beforeAll(async () => (fixture = await JawnFixture.start()));
afterEach(() => fixture.closeJawns());
afterAll(() => fixture?.stop());

const query = (client: TestClient) => client.post('/v1/request/query', { filter: 'all' });
const statuses = async (client: TestClient, count: number) => {
  const replies = await Promise.all(Array.from({ length: count }, () => query(client)));
  return replies.map(({ status }) => status).sort();
};

describe('the limit of the API (RL-09)', () => {
  it('answers a flood of queries with 429 above the limit, exactly, with the headers of a limit', async () => {
    const jawn = await fixture.jawn({ API_REQUESTS_PER_MINUTE: '20' });
    const ada = await fixture.person(jawn, 'ada@example.com');
    const first = await query(ada);
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit-remaining')).toBe('19');
    expect(await statuses(ada, 30)).toEqual([...Array<number>(19).fill(200), ...Array<number>(11).fill(429)]);

    const refused = await query(ada);
    expect(refused.body).toEqual({
      data: null,
      error: expect.stringMatching(/a member may send 20 to the API in 60 s\. Try again in \d+ s\.$/),
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('x-ratelimit-limit')).toBe('20');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
  });

  it('counts all keys of an organization together, and its members apart', async () => {
    const jawn = await fixture.jawn({ API_REQUESTS_PER_MINUTE: '3' });
    const ada = await fixture.person(jawn, 'ada@example.com');
    const script = async (api_key_name: string) => {
      const { apiKey } = dataOf<{ apiKey: string }>(await ada.post('/v1/api-keys', { api_key_name }));
      return new TestClient(jawn.url, apiKey);
    };
    const [one, two] = [await script('one'), await script('two')];
    expect(await statuses(one, 2)).toEqual([200, 200]);
    expect(await statuses(two, 2)).toEqual([200, 429]);
    expect(await statuses(ada, 2)).toEqual([200, 429]);
  });

  it('leaves health, metrics, the docs, public routes and sign-in alone', async () => {
    const jawn = await fixture.jawn({ API_REQUESTS_PER_MINUTE: '1' });
    const ada = await fixture.person(jawn, 'ada@example.com');
    expect(await statuses(ada, 2)).toEqual([200, 429]);
    for (const path of ['/healthz', '/metrics', '/docs', '/v1/public/model-registry/models'])
      expect([path, (await ada.get(path)).status]).toEqual([path, 200]);
    expect((await ada.get('/api/auth/get-session')).status).toBe(200);
  });

  it('counts nothing where the limit is 0', async () => {
    const jawn = await fixture.jawn({ API_REQUESTS_PER_MINUTE: '0' });
    const ada = await fixture.person(jawn, 'ada@example.com');
    const reply = await query(ada);
    expect(reply.status).toBe(200);
    expect(reply.headers.has('ratelimit-limit')).toBe(false);
  });

  it('tells a key that is wrong so, whatever the limit is', async () => {
    const jawn = await fixture.jawn({ API_REQUESTS_PER_MINUTE: '1' });
    const stranger = new TestClient(jawn.url, 'sk-helicone-aaaaaaa-aaaaaaa-aaaaaaa-aaaaaaa');
    expect(await statuses(stranger, 3)).toEqual([401, 401, 401]);
  });
});
