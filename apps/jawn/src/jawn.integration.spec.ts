import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { startTestJawn, TestClient, type TestJawn } from './testing/test-jawn.js';
import { dataOf, JawnFixture } from './testing/jawn-fixture.js';

let fixture: JawnFixture;
beforeAll(async () => {
  fixture = await JawnFixture.start();
});
afterEach(() => fixture.closeJawns());
afterAll(() => fixture.stop());

const refused = (error: RegExp) => ({ data: null, error: expect.stringMatching(error) });

describe('jawn at its edge', () => {
  let edge: TestJawn;
  let url: string;
  let client: TestClient;
  // Nothing below changes anything: one app serves all.
  beforeAll(async () => {
    edge = await startTestJawn({ DATABASE_URL: await fixture.freshDatabase() });
    url = edge.url;
    client = await fixture.person(edge, 'ada@example.com');
  });
  afterAll(() => edge.close());

  it('ER-05: answers 401 in the envelope to whoever sends no key', async () => {
    expect(await new TestClient(url).get('/v1/api-keys')).toMatchObject({
      status: 401,
      body: refused(/Authorization: Bearer/),
    });
  });

  it.each(['/v1/nothing?token=secret', '/', '/v1/organization/a/b/c/d'])(
    'answers 404 in the envelope to the unknown route %s, without its query',
    async (path) => {
      const { status, body } = await new TestClient(url).get(path);
      expect({ status, body }).toEqual({
        status: 404,
        body: { data: null, error: `There is no GET ${path.split('?')[0]}` },
      });
    },
  );

  it.each<[string, string, string, number, RegExp]>([
    ['broken JSON', 'application/json', '{"api_key_name":', 400, /JSON/i],
    ['JSON that is no object', 'application/json', '[1]', 400, /body: .*object/],
    ['a wrong type', 'application/json', '{"api_key_name":7}', 400, /api_key_name: .*string/],
    ['a missing field', 'application/json', '{}', 400, /api_key_name/],
    ['no body at all', 'application/json', '', 400, /api_key_name/],
    [
      'a value outside the list',
      'application/json',
      '{"api_key_name":"x","key_permissions":"all"}',
      400,
      /key_permissions/,
    ],
    ['a poisoned prototype', 'application/json', '{"__proto__":{"a":1}}', 400, /JSON/],
    ['a form', 'application/x-www-form-urlencoded', 'api_key_name=x', 415, /media type/i],
    ['a plain text', 'text/plain', '{"api_key_name":"x"}', 415, /media type/i],
    ['a body over the limit', 'application/json', `"${'x'.repeat(11_000_000)}"`, 413, /too large/],
  ])('refuses %s and names the fault', async (_what, type, body, status, error) => {
    const reply = await client.send('POST', '/v1/api-keys', body, { 'content-type': type });
    expect(reply).toMatchObject({ status, body: refused(error) });
    expect((await client.get('/v1/whoami')).status).toBe(200);
  });

  it('refuses an id that is no UUID by its name', async () => {
    expect(await client.delete(`/v1/api-keys/1'--`)).toMatchObject({ status: 400, body: refused(/^id: /) });
  });

  it('tells whether it lives, what it can serve, and its measurements', async () => {
    expect(await client.get('/healthz')).toMatchObject({ status: 200, body: { app: 'jawn' } });
    expect(await client.get('/readyz')).toMatchObject({
      status: 200,
      body: { checks: { postgres: 'ok', clickhouse: 'ok' } },
    });
    await client.get('/v1/public/setup');
    expect((await client.get('/metrics')).body).toMatch(/http_request_duration_seconds.*setup/);
  });

  it('describes its routes by the schemas that check them', async () => {
    const { body } = await new TestClient(url).get('/openapi.json');
    expect(body).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/v1/api-keys': {
          post: {
            requestBody: {
              content: {
                'application/json': {
                  schema: { properties: { key_permissions: { enum: ['rw', 'r', 'w'] } } },
                },
              },
            },
          },
        },
        '/v1/organization/{organizationId}/remove_member': {
          delete: {
            parameters: expect.arrayContaining([expect.objectContaining({ in: 'query', name: 'memberId' })]),
          },
        },
      },
    });
  });

  it('serves a docs page that loads nothing from elsewhere', async () => {
    const page = String((await client.get('/docs/')).body);
    const sources = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(sources.length).toBeGreaterThan(2);
    expect(sources.filter((source) => /^(https?:)?\/\//.test(source))).toEqual([]);
    for (const source of sources) expect((await fetch(new URL(source, `${url}/docs/`))).status).toBe(200);
  });

  it('answers 503 while Postgres is away and serves again once it is back', async () => {
    const own = await JawnFixture.start();
    try {
      const jawn = await own.jawn();
      const client = await own.person(jawn, 'ada@example.com');
      await own.server.stop();
      expect(await client.get('/v1/whoami')).toMatchObject({ status: 503, body: refused(/database/) });
      expect(await client.get('/readyz')).toMatchObject({ status: 503, body: { degraded: ['postgres'] } });
      await own.server.start();
      let status = 0;
      for (let tries = 0; status !== 200 && tries < 600; tries++) {
        status = (await client.get('/v1/whoami')).status;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(status).toBe(200);
    } finally {
      await own.stop();
    }
  });
});

describe('jawn that cannot start', () => {
  it('SH-03: carries a WebSocket of the gateway to the proxy', async () => {
    const proxy = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(proxy, 'listening');
    proxy.on('connection', (session, { url }) => session.send(String(url)));
    const { port } = proxy.address() as AddressInfo;
    const jawn = await startTestJawn({
      DATABASE_URL: await fixture.freshDatabase(),
      PROXY_URL: `http://127.0.0.1:${port}`,
    });
    const socket = new WebSocket(
      `${jawn.url.replace('http', 'ws')}/v1/gateway/v1/realtime?model=gpt-realtime`,
    );
    const [greeting] = (await once(socket, 'message')) as [Buffer];
    expect(String(greeting)).toBe('/v1/realtime?model=gpt-realtime');
    const closed = once(socket, 'close');
    socket.close();
    await closed;
    proxy.close();
    await jawn.close();
  });

  it('names the setting of a taken port', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const settings = {
      DATABASE_URL: await fixture.freshDatabase(),
      JAWN_PORT: String((taken.address() as AddressInfo).port),
    };
    try {
      await expect(startTestJawn(settings)).rejects.toThrow(/Port \d+ is taken .*JAWN_PORT/);
    } finally {
      taken.close();
    }
  });

  it('names a Postgres that is away', async () => {
    const settings = { DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x' };
    await expect(startTestJawn(settings)).rejects.toThrow(/^(?!.*hunter2).*127\.0\.0\.1:1\/x/);
  });

  it('refuses a database of a newer version', async () => {
    const database = await fixture.freshDatabase();
    await fixture.query(database, `UPDATE schema_info SET version = 99, oldest_app = '99.0.0'`);
    await expect(startTestJawn({ DATABASE_URL: database })).rejects.toThrow(/99\.0\.0 or newer/);
  });

  it('names a missing secret', async () => {
    const settings = { DATABASE_URL: await fixture.freshDatabase(), BETTER_AUTH_SECRET: '' };
    await expect(startTestJawn(settings)).rejects.toThrow(/BETTER_AUTH_SECRET: expected/);
  });

  it('names an initial owner without password', async () => {
    const settings = { DATABASE_URL: await fixture.freshDatabase(), HELIOSTAT_INIT_EMAIL: 'a@example.com' };
    await expect(startTestJawn(settings)).rejects.toThrow(/HELIOSTAT_INIT_PASSWORD: expected/);
  });
});

describe('API keys', () => {
  const key = async (client: TestClient, key_permissions: string) =>
    dataOf<{ apiKey: string; id: string }>(
      await client.post('/v1/api-keys', { api_key_name: 'a key', key_permissions }),
    );

  it('SH-06: a fresh installation goes from sign-up to a key that works, and from its revocation to 401', async () => {
    const { url } = await fixture.jawn();
    const client = new TestClient(url);
    expect(dataOf(await client.get('/v1/public/setup'))).toMatchObject({
      firstOwner: true,
      signUpOpen: true,
    });
    expect((await client.signUp('ada@example.com')).status).toBe(200);
    expect(dataOf(await client.get('/v1/public/setup'))).toMatchObject({ firstOwner: false });
    expect(dataOf(await client.get('/v1/whoami'))).toMatchObject({
      user: { email: 'ada@example.com' },
      organizations: [{ name: "ada's organization", role: 'owner' }],
    });

    const { apiKey, id } = await key(client, 'rw');
    expect(apiKey).toMatch(/^sk-helicone(-[a-z0-9]{7}){4}$/);
    const keyed = new TestClient(url, apiKey);
    const list = await keyed.get('/v1/api-keys');
    expect(dataOf<object[]>(list)).toMatchObject([{ id, api_key_name: 'a key', key_permissions: 'rw' }]);
    expect(JSON.stringify(list.body)).not.toContain(apiKey);
    expect((await client.delete(`/v1/api-keys/${id}`)).status).toBe(200);
    expect(await keyed.get('/v1/api-keys')).toMatchObject({
      status: 401,
      body: refused(/unknown or revoked/),
    });
  });

  it('revokes a key at every jawn, long before it would be asked for again', async () => {
    const first = await fixture.jawn();
    const database = first.config.DATABASE_URL!;
    const second = await fixture.jawn({ DATABASE_URL: database });
    const client = await fixture.person(first, 'ada@example.com');
    const { apiKey, id } = await key(client, 'rw');
    const elsewhere = new TestClient(second.url, apiKey);
    expect((await elsewhere.get('/v1/whoami')).status).toBe(200);
    await client.delete(`/v1/api-keys/${id}`);
    // It is kept for a minute otherwise.
    const deadline = Date.now() + 30_000;
    let status = 200;
    while (status === 200 && Date.now() < deadline) status = (await elsewhere.get('/v1/whoami')).status;
    expect(status).toBe(401);
  });

  it('CR-03: a key that only writes may not read the REST API', async () => {
    const jawn = await fixture.jawn();
    const { apiKey } = await key(await fixture.person(jawn, 'ada@example.com'), 'w');
    expect(await new TestClient(jawn.url, apiKey).get('/v1/api-keys')).toMatchObject({
      status: 403,
      body: refused(/only send/),
    });
  });

  it('ER-06: a key that only reads may read and not write', async () => {
    const jawn = await fixture.jawn();
    const { apiKey } = await key(await fixture.person(jawn, 'ada@example.com'), 'r');
    const reader = new TestClient(jawn.url, apiKey);
    expect((await reader.get('/v1/api-keys')).status).toBe(200);
    expect(await reader.post('/v1/api-keys', { api_key_name: 'x' })).toMatchObject({
      status: 403,
      body: refused(/write access/),
    });
  });

  it('accepts a key without the word Bearer, and no other text', async () => {
    const jawn = await fixture.jawn();
    const { apiKey } = await key(await fixture.person(jawn, 'ada@example.com'), 'rw');
    const client = new TestClient(jawn.url);
    expect((await client.send('GET', '/v1/whoami', undefined, { authorization: apiKey })).status).toBe(200);
    const wrong = `Bearer sk-helicone-${'a'.repeat(7)}-${'b'.repeat(7)}-${'c'.repeat(7)}-${'d'.repeat(7)}`;
    for (const authorization of [wrong, 'Bearer x', `Basic ${apiKey}`])
      expect((await client.send('GET', '/v1/whoami', undefined, { authorization })).status).toBe(401);
  });

  it('renames a key and notes when it was used', async () => {
    const jawn = await fixture.jawn();
    const client = await fixture.person(jawn, 'ada@example.com');
    const { id, apiKey } = await key(client, 'rw');
    await client.patch(`/v1/api-keys/${id}`, { api_key_name: 'production' });
    await new TestClient(jawn.url, apiKey).get('/v1/whoami');
    let used: unknown = null;
    for (let tries = 0; used === null && tries < 600; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const [summary] = dataOf<{ api_key_name: string; last_used_at: string | null }[]>(
        await client.get('/v1/api-keys'),
      );
      expect(summary).toMatchObject({ api_key_name: 'production' });
      used = summary!.last_used_at;
    }
    expect(used).not.toBeNull();
  });
});
