import { connect } from 'node:net';
import { FrameWriter } from '../spool/frame-writer.js';
import {
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';
import { send, sendText, until } from '../testing/raw-client.js';

const auth = { 'helicone-auth': `Bearer ${testKey}` };
const json = (body: Buffer) => JSON.parse(body.toString()) as Record<string, unknown>;

describe('what the proxy refuses', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => void request.pipe(response));
    sut = await startTestProxy(upstream.url, {
      settings: { PROXY_MAX_BODY: '100000', ALLOW_PRIVATE_TARGETS: 'false' },
    });
  });
  beforeEach(() => {
    upstream.requests.length = 0;
  });
  afterAll(async () => {
    await sut.stop();
    await upstream.stop();
  });

  const unknownKey = 'sk-helicone-zzzzzzz-zzzzzzz-zzzzzzz-zzzzzzz';

  it.each([
    ['oai', { error: { type: 'authentication_error', code: 'proxy/no-key', param: null } }],
    ['anthropic', { type: 'error', error: { type: 'authentication_error' } }],
    ['gemini', { error: { code: 401, status: 'UNAUTHENTICATED' } }],
  ])('answers 401 in the shape of %s without a key and forwards nothing', async (door, shape) => {
    const reply = await send({
      url: `${sut.url}/${door}/v1/x`,
      method: 'POST',
      headers: {},
      body: Buffer.from('{}'),
    });
    expect(reply.status).toBe(401);
    expect(json(reply.body)).toMatchObject(shape);
    expect(reply.body.toString()).toMatch(/Helicone-Auth: Bearer/);
    expect(upstream.requests).toEqual([]);
  });

  it('answers 401 to a key nobody has, and forwards and logs nothing', async () => {
    const before = sut.records().length;
    const reply = await send({
      url: `${sut.url}/oai/v1/x`,
      headers: { 'helicone-auth': `Bearer ${unknownKey}` },
    });
    expect(reply.status).toBe(401);
    expect(json(reply.body)).toMatchObject({ error: { code: 'proxy/bad-key' } });
    expect(upstream.requests).toEqual([]);
    expect(sut.records().length).toBe(before);
  });

  it('answers 403 to a key that may only read', async () => {
    const key = 'sk-helicone-rrrrrrr-rrrrrrr-rrrrrrr-rrrrrrr';
    sut.keys.add(key, { permissions: 'r' });
    const reply = await send({ url: `${sut.url}/oai/v1/x`, headers: { 'helicone-auth': key } });
    expect(reply.status).toBe(403);
    expect(reply.body.toString()).toMatch(/write permission/);
    expect(upstream.requests).toEqual([]);
  });

  it('answers 503 to an unknown key while the database is away', async () => {
    sut.keys.down = true;
    const reply = await send({ url: `${sut.url}/oai/v1/x`, headers: { 'helicone-auth': `${unknownKey}x` } });
    sut.keys.down = false;
    expect(reply.status).toBe(503);
    expect(reply.body.toString()).toMatch(/database cannot be reached/);
  });

  it.each(['/nowhere/v1/x', '/', '//x', '/v2/gateway/oai/v1/x'])('names the doors at %s', async (path) => {
    const reply = await send({ url: `${sut.url}${path}`, method: 'POST', headers: auth });
    expect(reply.status).toBe(404);
    expect(reply.body.toString()).toMatch(/\/oai, .*\/anthropic/);
  });

  it('says what it is at /', async () => {
    const reply = await send({ url: `${sut.url}/`, headers: {} });
    expect(reply.status).toBe(200);
    expect(json(reply.body)).toMatchObject({ name: 'heliostat-proxy' });
  });

  it.each(['/healthz', '/readyz', '/metrics'])('answers %s', async (path) => {
    expect((await send({ url: `${sut.url}${path}`, headers: {} })).status).toBe(200);
  });

  it('answers 413 with the limit to a body announced larger', async () => {
    const reply = await send({
      url: `${sut.url}/oai/v1/x`,
      method: 'POST',
      headers: auth,
      body: Buffer.alloc(100_001),
    });
    expect(reply.status).toBe(413);
    expect(reply.body.toString()).toMatch(/100000 bytes \(PROXY_MAX_BODY\)/);
    expect(upstream.requests).toEqual([]);
    expect(sut.records().at(-1)!.meta.status).toBe(413);
  });

  it('answers 413 when a body of unknown length grows too large', async () => {
    const chunk = Buffer.alloc(30_000);
    const reply = await send({
      url: `${sut.url}/oai/v1/x`,
      method: 'POST',
      headers: { ...auth, 'transfer-encoding': 'chunked' },
      body: [chunk, chunk, chunk, chunk],
    });
    expect(reply.status).toBe(413);
  });

  it('answers 431 in JSON to headers that are too large', async () => {
    const reply = await sendText(
      sut.port,
      `GET /oai HTTP/1.1\r\nhost: x\r\nx-big: ${'a'.repeat(70_000)}\r\n\r\n`,
    );
    expect(reply).toMatch(/^HTTP\/1\.1 431 /);
    expect(reply).toMatch(/larger than 65536 bytes/);
  });

  it('answers 400 in JSON to what is not HTTP', async () => {
    const reply = await sendText(sut.port, 'hello there\r\n\r\n');
    expect(reply).toMatch(/^HTTP\/1\.1 400 [\s\S]*proxy\/bad-http/);
  });

  it.each([
    ['Helicone-Property-Plan', 'v'.repeat(8193), /Helicone-Property-Plan is longer than 8192/],
    [`Helicone-Property-${'n'.repeat(257)}`, 'v', /name longer than 256/],
    ['Helicone-Request-Id', 'r'.repeat(257), /Helicone-Request-Id is longer than 256/],
  ])('answers 400 and names the header %.30s', async (name, value, words) => {
    const reply = await send({ url: `${sut.url}/oai/v1/x`, headers: { ...auth, [name]: value } });
    expect(reply.status).toBe(400);
    expect(reply.body.toString()).toMatch(words);
    expect(upstream.requests).toEqual([]);
  });

  it('answers 400 to more than 100 properties', async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`Helicone-Property-${i}`, 'x']));
    const reply = await send({ url: `${sut.url}/oai/v1/x`, headers: { ...auth, ...many } });
    expect(reply.status).toBe(400);
    expect(reply.body.toString()).toMatch(/may carry 100/);
  });

  it.each([
    [undefined, 400, /Helicone-Target-Url/],
    ['not a url', 400, /not a URL/],
    ['ftp://example.com', 400, /https:\/\//],
    ['https://user:pass@example.com', 400, /user name or password/],
    ['http://127.0.0.1:9', 403, /ALLOW_PRIVATE_TARGETS/],
    ['http://0x7f.1:9', 403, /ALLOW_PRIVATE_TARGETS/],
    ['http://[::ffff:169.254.169.254]/', 403, /ALLOW_PRIVATE_TARGETS/],
    ['http://localhost:9', 403, /ALLOW_PRIVATE_TARGETS/],
  ])('refuses the target %s', async (target, status, words) => {
    const headers = { ...auth, ...(target ? { 'helicone-target-url': target } : {}) };
    const reply = await send({ url: `${sut.url}/gateway/v1/x`, headers });
    expect(reply.status).toBe(status);
    expect(reply.body.toString()).toMatch(words);
  });

  it('keeps a custom API base off private addresses, too', async () => {
    const headers = { ...auth, 'helicone-openai-api-base': upstream.url };
    const reply = await send({ url: `${sut.url}/oai/v1/x`, headers });
    expect(reply.status).toBe(403);
    expect(upstream.requests).toEqual([]);
  });

  it('reaches a private target that a setting names', async () => {
    const open = await startTestProxy(upstream.url, {
      settings: { ALLOW_PRIVATE_TARGETS: 'false', ALLOWED_PRIVATE_TARGETS: new URL(upstream.url).host },
    });
    const headers = { ...auth, 'helicone-target-url': upstream.url };
    const reply = await send({ url: `${open.url}/gateway/v1/x`, headers });
    await open.stop();
    expect([reply.status, upstream.requests.length]).toEqual([200, 1]);
  });

  it('survives a client that goes away in the middle of its body', async () => {
    const before = sut.records().length;
    const socket = connect(sut.port, '127.0.0.1');
    socket.write(
      `POST /oai/v1/x HTTP/1.1\r\nhost: x\r\nhelicone-auth: ${testKey}\r\ncontent-length: 90000\r\n\r\nabc`,
    );
    await until(() => upstream.requests.length === 1);
    socket.destroy();
    await until(() => sut.records().length === before + 1);
    expect(sut.records().at(-1)!.meta).toMatchObject({ status: -3, reqBytes: 3 });
  });
});

describe('targets that clients name', () => {
  it('sends /gateway on to the target with its path, and names its provider', async () => {
    const upstream = await startUpstream((_request, response) => response.end('ok'));
    const sut = await startTestProxy(upstream.url);
    const headers = {
      ...auth,
      'Helicone-Target-URL': `${upstream.url}/base/v1`,
      'Helicone-Target-Provider': 'LemonFox',
    };
    const reply = await send({ url: `${sut.url}/gateway/v1/chat?x=1`, headers });
    const base = await send({
      url: `${sut.url}/v1/gateway/oai/v1/x`,
      headers: { ...auth, 'helicone-openai-api-base': upstream.url },
    });
    const [first] = sut.records();
    await sut.stop();
    await upstream.stop();
    expect([reply.status, base.status]).toEqual([200, 200]);
    expect(upstream.requests.map(({ url }) => url)).toEqual(['/base/v1/chat?x=1', '/v1/x']);
    expect(first!.meta).toMatchObject({
      path: '/v1/chat?x=1',
      targetUrl: `${upstream.url}/base/v1/chat?x=1`,
      providerName: 'LemonFox',
    });
  });

  // A part of a name has 63 letters at most: no resolver is asked, and none answers late or with an address.
  it.each([
    ['http://127.0.0.1:1', 502, 'proxy/connection-refused'],
    [`http://${'long'.repeat(16)}.invalid`, 502, 'proxy/dns'],
  ])('answers 502 when nothing is at %s and records it', async (target, status, code) => {
    const sut = await startTestProxy('http://127.0.0.1:1');
    const reply = await send({
      url: `${sut.url}/gateway/v1/x`,
      headers: { ...auth, 'helicone-target-url': target },
    });
    const [record] = sut.records();
    await sut.stop();
    expect(reply.status).toBe(status);
    expect(json(reply.body)).toMatchObject({ error: { code } });
    expect(record!.meta).toMatchObject({ status, error: expect.any(String) });
  });

  it('answers 502 when what listens does not speak TLS', async () => {
    const upstream = await startUpstream((_request, response) => response.end());
    const sut = await startTestProxy(upstream.url);
    const target = `https://127.0.0.1:${upstream.port}`;
    const reply = await send({
      url: `${sut.url}/gateway/v1/x`,
      headers: { ...auth, 'helicone-target-url': target },
    });
    await sut.stop();
    await upstream.stop();
    expect(reply.status).toBe(502);
    expect(json(reply.body)).toMatchObject({ error: { code: 'proxy/tls' } });
  });
});

describe('a full spool', () => {
  class FullDisk extends FrameWriter {
    full = true;
    override write(...args: Parameters<FrameWriter['write']>): number {
      if (this.full) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      return super.write(...args);
    }
  }

  async function fill(settings: Record<string, string>) {
    const upstream = await startUpstream((_request, response) => response.end('ok'));
    const writer = new FullDisk();
    // A failed disk is left alone for a second, which passes where a test says so.
    const clock = { now: 1_700_000_000_000 };
    const sut = await startTestProxy(upstream.url, { settings, writer, now: () => clock.now });
    const ask = () => send({ url: `${sut.url}/oai/v1/x` });
    const stop = async () => {
      await sut.stop();
      await upstream.stop();
    };
    return { sut, upstream, writer, clock, ask, stop };
  }

  it('passes calls on and says that they are not logged', async () => {
    const { ask, stop } = await fill({ SPOOL_FULL: 'pass' });
    const replies = [await ask(), await ask()];
    await stop();
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(replies.map(({ headers }) => headers['helicone-degraded'])).toEqual(['log', 'log']);
  });

  it('answers 503 and forwards nothing where the installation asks for it', async () => {
    const { ask, stop, upstream } = await fill({ SPOOL_FULL: 'reject' });
    const replies = [await ask(), await ask()];
    await stop();
    expect(replies.map(({ status }) => status)).toEqual([503, 503]);
    expect(upstream.requests.length).toBe(1);
  });

  it('logs again once there is room', async () => {
    const { ask, stop, writer, clock, sut } = await fill({ SPOOL_FULL: 'pass' });
    await ask();
    writer.full = false;
    clock.now += 1_000;
    const reply = await ask();
    const records = sut.records();
    await stop();
    expect(reply.headers['helicone-degraded']).toBeUndefined();
    expect(records.length).toBe(1);
  });

  it('stops at SPOOL_MAX_BYTES', async () => {
    const upstream = await startUpstream((_request, response) => response.end('ok'));
    const sut = await startTestProxy(upstream.url, { settings: { SPOOL_MAX_BYTES: '500' } });
    const replies = [];
    for (let i = 0; i < 4; i++) replies.push(await send({ url: `${sut.url}/oai/v1/x` }));
    const count = sut.records().length;
    await sut.stop();
    await upstream.stop();
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(replies.at(-1)!.headers['helicone-degraded']).toBe('log');
    expect(count).toBeLessThan(4);
  });
});
