import { loadConfig } from '@heliostat/platform';
import { migratePostgres } from '@heliostat/stores/postgres';
import { startTestPostgres, type TestPostgres } from '@heliostat/stores/testing';
import { startTestJawn, TestClient, type TestJawn } from './testing/test-jawn.js';

let server: TestPostgres;
const opened: TestJawn[] = [];
beforeAll(async () => {
  server = await startTestPostgres();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((jawn) => jawn.close()));
});
afterAll(() => server.remove());

async function freshDatabase(): Promise<string> {
  const url = await server.createDatabase();
  await migratePostgres(loadConfig({ DATABASE_URL: url }));
  return url;
}

async function start(settings: Record<string, string> = {}): Promise<TestJawn> {
  const jawn = await startTestJawn({
    DATABASE_URL: settings.DATABASE_URL ?? (await freshDatabase()),
    ...settings,
  });
  opened.push(jawn);
  return jawn;
}

const data = <T>(reply: { body: unknown }) => (reply.body as { data: T }).data;

describe('a fresh installation', () => {
  it('SH-06: goes from sign-up to a key that works, and from its revocation to 401', async () => {
    const { url } = await start();
    const sut = new TestClient(url);
    expect(data(await sut.get('/v1/public/setup'))).toMatchObject({ firstOwner: true, signUpOpen: true });
    expect(await sut.signUp('ada@example.com')).toMatchObject({ status: 200 });
    expect(data(await sut.get('/v1/public/setup'))).toMatchObject({ firstOwner: false });

    const created = await sut.post('/v1/api-keys', { api_key_name: 'laptop' });
    const { apiKey, id } = data<{ apiKey: string; id: string }>(created);
    expect(apiKey).toMatch(/^sk-helicone(-[a-z0-9]{7}){4}$/);
    const keyed = new TestClient(url, apiKey);
    const [listed] = data<Record<string, unknown>[]>(await keyed.get('/v1/api-keys'));
    expect(listed).toMatchObject({ id, api_key_name: 'laptop', key_permissions: 'rw' });
    expect(JSON.stringify(listed)).not.toContain(apiKey);

    expect((await sut.delete(`/v1/api-keys/${id}`)).status).toBe(200);
    expect(await keyed.get('/v1/api-keys')).toMatchObject({
      status: 401,
      body: { data: null, error: expect.stringMatching(/unknown or revoked/) },
    });
  });
});
