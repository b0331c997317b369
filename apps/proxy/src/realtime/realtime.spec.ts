import { hash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { startTestProxy, testKey, type TestProxy } from '../testing/proxy.fixture.js';
import { startRealtimeProvider, type RealtimeProvider } from '../testing/realtime-provider.fixture.js';
import { until } from '../testing/raw-client.js';

/** All that comes back for a request until the connection ends. */
const raw = (port: number, request: string) =>
  new Promise<string>((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });

describe('realtime sessions', () => {
  let provider: RealtimeProvider;
  let sut: TestProxy;

  beforeAll(async () => {
    provider = await startRealtimeProvider();
    sut = await startTestProxy(provider.url);
  });
  beforeEach(() => void (provider.seen.messages = []));
  afterAll(async () => {
    await sut.stop();
    provider.stop();
  });

  const open = (path = '/oai/v1/realtime?model=gpt-realtime', headers = {}, protocols: string[] = []) => {
    const socket = new WebSocket(sut.url.replace('http', 'ws') + path, protocols, {
      headers: { 'helicone-auth': `Bearer ${testKey}`, authorization: 'Bearer sk-client', ...headers },
    });
    const events: string[] = [];
    socket.on('message', (data) => events.push((data as Buffer).toString()));
    return { socket, events, opened: once(socket, 'open') };
  };
  const types = (events: string[]) => events.map((event) => (JSON.parse(event) as { type: string }).type);
  const refusal = (socket: WebSocket) =>
    new Promise<{ status: number; body: string }>((resolve) =>
      socket.on('unexpected-response', (_request, reply) => {
        let body = '';
        reply.on('data', (chunk: Buffer) => (body += chunk.toString()));
        reply.on('end', () => resolve({ status: reply.statusCode!, body }));
      }),
    );

  it('passes frames both ways as they are, and none of our headers', async () => {
    const { socket, events, opened } = open();
    await opened;
    socket.send(Buffer.from([1, 2, 3]), { binary: true });
    await until(() => events.length === 2);
    expect(types([events[0]!])).toEqual(['session.created']);
    expect(events[1]).toBe('\u0001\u0002\u0003');
    expect(provider.seen.url).toBe('/v1/realtime?model=gpt-realtime');
    expect(provider.seen.headers.authorization).toBe('Bearer sk-client');
    expect(provider.seen.headers['helicone-auth']).toBeUndefined();
    socket.close();
  });

  it('logs each reply as a row with its usage, before the client hears of its end', async () => {
    const { socket, events, opened } = open(undefined, { 'helicone-property-app': 'voice' });
    await opened;
    const before = sut.records().length;
    socket.send(JSON.stringify({ type: 'input_audio_buffer.append', audio: 'AAAA' }));
    socket.send(JSON.stringify({ type: 'response.create' }));
    await until(() => types(events).includes('response.done'));
    expect(sut.records()).toHaveLength(before + 1);
    await until(() => types(events).includes('rate_limits.updated'));
    socket.send(JSON.stringify({ type: 'response.create' }));
    await until(() => types(events).filter((type) => type === 'response.done').length === 2);
    const record = sut.records().at(-2)!;
    expect(record.meta).toMatchObject({
      status: 200,
      provider: 'openai',
      model: 'gpt-realtime',
      path: '/v1/realtime?model=gpt-realtime',
      properties: { App: 'voice' },
      usage: { input: 16, output: 10, cacheRead: 4, inputAudio: 12, outputAudio: 6 },
    });
    expect(record.meta.ttftMs).not.toBeNull();
    expect(JSON.parse(record.request.toString())).toEqual({
      model: 'gpt-realtime',
      events: [{ type: 'response.create' }],
    });
    expect(JSON.parse(record.response.toString())).toMatchObject({ object: 'realtime.response' });
    expect(sut.records().at(-1)!.meta.id).not.toBe(record.meta.id);
    socket.close();
  });

  it('IN-12: notes in each row the PostHog that is to hear of it', async () => {
    const { socket, events, opened } = open(undefined, {
      'helicone-posthog-key': 'phc_a',
      'helicone-posthog-host': 'https://ph.example',
    });
    await opened;
    socket.send(JSON.stringify({ type: 'response.create' }));
    await until(() => types(events).includes('response.done'));
    expect(sut.records().at(-1)!.meta.posthog).toEqual({ key: 'phc_a', host: 'https://ph.example' });
    expect(JSON.stringify(provider.seen.headers)).not.toMatch(/posthog|phc_/i);
    socket.close();
  });

  it('logs a reply that was cut by the client', async () => {
    const { socket, events, opened } = open();
    await opened;
    socket.send(JSON.stringify({ type: 'response.create', never: true }));
    await until(() => types(events).includes('response.output_text.delta'));
    const before = sut.records().length;
    socket.close();
    await until(() => sut.records().length === before + 1);
    expect(sut.records().at(-1)!.meta.status).toBe(-3);
  });

  it.each([
    ['is revoked', (keys: TestProxy['keys']) => keys.grants.clear()],
    ['may no longer write', (keys: TestProxy['keys']) => keys.add(testKey, { permissions: 'r' })],
  ])('ends a session whose key %s', async (_what, change) => {
    const { socket, opened } = open();
    await opened;
    const closed = once(socket, 'close');
    change(sut.keys);
    sut.keys.announce({ hash: hash('sha256', testKey) });
    expect((await closed)[0]).toBe(1008);
    sut.keys.add(testKey);
    sut.keys.announce('all');
  });

  it('ends the sessions of an organisation that is gone, and those alone', async () => {
    const other = 'sk-helicone-eeeeeee-eeeeeee-eeeeeee-eeeeeee';
    sut.keys.add(other, { keyId: 'key-2', org: 'another' });
    const gone = open(undefined, { 'helicone-auth': `Bearer ${other}` });
    const stays = open();
    await Promise.all([gone.opened, stays.opened]);
    const closed = once(gone.socket, 'close');
    sut.keys.grants.delete(hash('sha256', other));
    sut.keys.announce('all');
    expect((await closed)[0]).toBe(1008);
    expect(stays.socket.readyState).toBe(WebSocket.OPEN);
    stays.socket.close();
  });

  it('closes with the provider’s own code', async () => {
    const { socket, opened } = open();
    await opened;
    socket.send('leave');
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect(code).toBe(4001);
    expect(reason.toString()).toBe('bye');
  });

  const head = (lines: string[], path = '/oai/v1/realtime') =>
    [`GET ${path} HTTP/1.1`, 'host: a', 'connection: upgrade', 'upgrade: websocket', ...lines, '', ''].join(
      '\r\n',
    );
  const handshake = [
    `helicone-auth: Bearer ${testKey}`,
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  ];

  it.each([
    ['a subprotocol twice', head([...handshake, 'sec-websocket-protocol: a, a'])],
    ['a fragment in its path', head(handshake, '/oai/v1/realtime#a')],
  ])('refuses a session with %s, and goes on', async (_what, request) => {
    expect(await raw(sut.port, request)).toMatch(/^HTTP\/1\.1 400 /);
    const { socket, opened } = open();
    await opened;
    socket.close();
  });

  it('leaves no session at the provider open for a client whose handshake is refused', async () => {
    const without = handshake.filter((line) => !line.startsWith('sec-websocket-key'));
    expect(await raw(sut.port, head(without))).toMatch(/^HTTP\/1\.1 400 /);
    await until(() => provider.clients.size === 0);
  });

  it('hands on the provider’s refusal and logs it', async () => {
    const { socket } = open(undefined, { authorization: 'Bearer wrong' });
    expect(await refusal(socket)).toEqual({ status: 401, body: '{"error":{"message":"Incorrect API key"}}' });
    expect(sut.records().at(-1)!.meta.status).toBe(401);
  });

  it('takes a Heliostat key from a browser’s subprotocol and keeps it', async () => {
    const socket = new WebSocket(`${sut.url.replace('http', 'ws')}/oai/v1/realtime`, [
      'realtime',
      `helicone-auth.${testKey}`,
      'openai-insecure-api-key.sk-browser',
    ]);
    await once(socket, 'open');
    expect(provider.seen.headers['sec-websocket-protocol']).toBe(
      'realtime,openai-insecure-api-key.sk-browser',
    );
    expect(socket.protocol).toBe('realtime');
    socket.close();
  });

  it.each([
    ['without a key', {}, 401, 'proxy/no-key'],
    ['with a wrong key', { 'helicone-auth': 'Bearer sk-helicone-x' }, 401, 'proxy/bad-key'],
  ])('refuses a session %s', async (_what, headers, status, code) => {
    const socket = new WebSocket(`${sut.url.replace('http', 'ws')}/oai/v1/realtime`, { headers });
    const answer = await refusal(socket);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(code);
  });

  it('says at the unified API that the key belongs into Authorization', async () => {
    const socket = new WebSocket(`${sut.url.replace('http', 'ws')}/v1/realtime`, {
      headers: { authorization: 'Bearer not-ours' },
    });
    const answer = await refusal(socket);
    expect([answer.status, answer.body]).toEqual([
      401,
      expect.stringContaining('Authorization: Bearer <key>'),
    ]);
  });

  it.each([
    ['reject', '503', 'proxy/spool-full'],
    ['pass', '101', ''],
  ])(
    'opens a session that cannot be logged where the installation says so: %s',
    async (way, status, words) => {
      const other = await startTestProxy(provider.url, { settings: { SPOOL_FULL: way } });
      Object.defineProperty(other.spool, 'full', { get: () => true });
      const client = connect(other.port, '127.0.0.1');
      client.write(head(handshake));
      const expected = new RegExp(`^HTTP/1.1 ${status} [^]*\\r\\n\\r\\n[^]*${words}`);
      let answer = '';
      client.on('data', (chunk) => (answer += chunk.toString()));
      client.on('error', () => {});
      // The network may part its head from its body.
      await until(() => expected.test(answer) || client.closed);
      client.destroy();
      await other.stop();
      expect(answer).toMatch(expected);
    },
  );

  it('says that a path leads nowhere', async () => {
    const { socket } = open('/nobody/v1/realtime');
    expect((await refusal(socket)).status).toBe(404);
  });
});
