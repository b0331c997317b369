import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createLogger } from '@heliostat/platform';
import { WebSocket, WebSocketServer } from 'ws';
import { GatewayForwarder } from './gateway-forwarder.js';

const servers: Server[] = [];
const forwarders: GatewayForwarder[] = [];
afterEach(() => {
  forwarders.splice(0).forEach((forwarder) => forwarder.close());
  servers.splice(0).forEach((server) => {
    server.closeAllConnections();
    server.close();
  });
});

async function serve(listener: RequestListener, sut?: GatewayForwarder): Promise<string> {
  const server = sut
    ? createServer({ shouldUpgradeCallback: (request) => sut.takesUpgrade(request) }, listener)
    : createServer(listener);
  if (sut) server.on('upgrade', (request, socket, head) => sut.handleUpgrade(request, socket, head));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy whose realtime sessions echo; it refuses whoever says so. */
async function realtimeProxy() {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'realtime' });
  const seen: { url?: string; headers?: IncomingMessage['headers'] } = {};
  const server = createServer((_request, response) => response.writeHead(426).end());
  servers.push(server);
  server.on('upgrade', (request, socket, head) => {
    Object.assign(seen, { url: request.url, headers: request.headers });
    if (request.headers['helicone-auth'] === 'Bearer wrong')
      return void socket.end(
        'HTTP/1.1 401 Unauthorized\r\ncontent-length: 3\r\nconnection: close\r\n\r\nno!',
      );
    sockets.handleUpgrade(request, socket, head, (session) => {
      session.on('message', (data, binary) => {
        if (data.toString() === 'leave') session.close(4001, 'bye');
        else session.send(data, { binary });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, sockets };
}

/** A jawn's door in front of `proxy`. */
async function door(proxyUrl: string): Promise<string> {
  const sut = new GatewayForwarder(proxyUrl, createLogger('test', 'silent'));
  forwarders.push(sut);
  return serve((request, response) => {
    if (!sut.handle(request, response)) response.writeHead(418).end();
  }, sut);
}

const until = async (condition: () => boolean) => {
  for (let tries = 0; !condition() && tries < 3_000; tries++) await new Promise((r) => setTimeout(r, 10));
  expect(condition()).toBe(true);
};

describe(GatewayForwarder.name, () => {
  it.each([
    ['/v1/gateway/oai/v1/chat/completions?a=%20b', '/oai/v1/chat/completions?a=%20b'],
    ['/v1/gateway/anthropic/v1/messages', '/anthropic/v1/messages'],
    ['/custom/v1/log', '/custom/v1/log'],
    ['/oai/v1/log', '/oai/v1/log'],
    ['/anthropic/v1/log', '/anthropic/v1/log'],
    ['/googleapis/v1/log', '/googleapis/v1/log'],
    ['/v1/traces', '/v1/traces'],
    ['/v1/trace/log', '/v1/trace/log'],
  ])('SH-03: hands %s over as %s', async (path, expected) => {
    const proxy = await serve((request, response) => response.end(request.url));
    expect(await (await fetch((await door(proxy)) + path)).text()).toBe(expected);
  });

  it.each(['/v1/api-keys', '/v1/gatewayish/x', '/custom/v1/logs', '/'])('leaves %s to jawn', async (path) => {
    const proxy = await serve((_request, response) => response.end());
    expect((await fetch((await door(proxy)) + path)).status).toBe(418);
  });

  it('sends method, headers and bytes as they came, and the reply back the same way', async () => {
    const seen: { method?: string; headers?: IncomingMessage['headers']; body?: Buffer } = {};
    const proxy = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        Object.assign(seen, {
          method: request.method,
          headers: request.headers,
          body: Buffer.concat(chunks),
        });
        response.writeHead(429, { 'helicone-id': 'abc', 'content-type': 'application/x-odd' });
        response.end(Buffer.from([0, 255, 1]));
      });
    });
    const body = Buffer.from([7, 0, 200, 13, 10]);
    const reply = await fetch(`${await door(proxy)}/v1/gateway/oai/v1/files`, {
      method: 'PUT',
      body,
      headers: { 'content-type': 'application/octet-stream', 'helicone-auth': 'Bearer k' },
    });
    expect(seen).toMatchObject({
      method: 'PUT',
      headers: { 'helicone-auth': 'Bearer k', 'content-length': '5' },
    });
    expect(seen.body?.equals(body)).toBe(true);
    expect([reply.status, reply.headers.get('helicone-id')]).toEqual([429, 'abc']);
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(Buffer.from([0, 255, 1]));
  });

  it('passes the first chunk of a stream on before the second exists', async () => {
    let finish = () => {};
    const proxy = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      finish = () => void response.end('data: 2\n\n');
    });
    const reply = await fetch(`${await door(proxy)}/v1/gateway/oai/v1/chat/completions`);
    const reader = reply.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('data: 1\n\n');
    finish();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('data: 2\n\n');
  });

  it('streams a request up before it has ended', async () => {
    let arrived = '';
    const proxy = await serve((request, response) => {
      request.on('data', (chunk: Buffer) => (arrived += chunk.toString()));
      request.on('end', () => response.end('done'));
    });
    const upload = httpRequest(`${await door(proxy)}/v1/gateway/oai/v1/files`, { method: 'POST' });
    const answered = new Promise<IncomingMessage>((resolve) => upload.on('response', resolve));
    upload.write('first');
    await until(() => arrived === 'first');
    upload.end('second');
    await answered;
    expect(arrived).toBe('firstsecond');
  });

  it('cancels at the proxy when the client leaves', async () => {
    let gone = false;
    const proxy = await serve((request, response) => {
      response.write('data: 1\n\n');
      request.socket.on('close', () => (gone = true));
    });
    const leave = new AbortController();
    await fetch(`${await door(proxy)}/v1/gateway/oai/v1/x`, { signal: leave.signal });
    leave.abort();
    await until(() => gone);
  });

  it('breaks off the reply when the proxy does, and lives on', async () => {
    let breakOff = () => {};
    const proxy = await serve((_request, response) => {
      response.write('data: 1\n\n');
      breakOff = () => void response.destroy();
    });
    const url = await door(proxy);
    const reply = await fetch(`${url}/v1/gateway/oai/v1/x`);
    breakOff();
    await expect(reply.text()).rejects.toThrow();
    expect((await fetch(`${url}/other`)).status).toBe(418);
  });

  it('answers 502 in words when the proxy is away', async () => {
    const reply = await fetch(`${await door('http://127.0.0.1:1')}/v1/gateway/oai/v1/x`, {
      method: 'POST',
      body: 'x'.repeat(1_000_000),
    });
    expect(reply.status).toBe(502);
    expect(await reply.json()).toMatchObject({ data: null, error: expect.stringMatching(/proxy/) });
  });

  describe('with WebSockets', () => {
    const open = async (
      proxy: string,
      { path = '/v1/gateway/oai/v1/realtime?model=gpt-realtime', key = 'Bearer k' } = {},
    ) =>
      new WebSocket((await door(proxy)).replace('http', 'ws') + path, ['realtime', 'other'], {
        headers: { 'helicone-auth': key, 'x-mine': 'kept' },
      });
    const refused = (socket: WebSocket) =>
      new Promise<{ status: number; body: string }>((resolve) =>
        socket.on('unexpected-response', (_request, reply) => {
          let body = '';
          reply.on('data', (chunk: Buffer) => (body += chunk.toString()));
          reply.on('end', () => resolve({ status: reply.statusCode!, body }));
        }),
      );
    const message = async (socket: WebSocket) => (await once(socket, 'message')) as [Buffer, boolean];

    it('passes frames of any kind and size both ways, and headers as they came', async () => {
      const proxy = await realtimeProxy();
      const socket = await open(proxy.url);
      await once(socket, 'open');
      expect(socket.protocol).toBe('realtime');
      expect(proxy.seen).toMatchObject({
        url: '/oai/v1/realtime?model=gpt-realtime',
        headers: { 'helicone-auth': 'Bearer k', 'x-mine': 'kept' },
      });
      socket.send('hello');
      expect(String((await message(socket))[0])).toBe('hello');
      const large = Buffer.alloc(5_000_000, 7);
      socket.send(large);
      const [data, binary] = await message(socket);
      expect([data.equals(large), binary]).toEqual([true, true]);
      socket.close();
    });

    it('passes on what a client sent with its handshake', async () => {
      const proxy = await realtimeProxy();
      const { port } = new URL(await door(proxy.url));
      const socket = connect(Number(port), '127.0.0.1');
      // A masked text frame "hi" right behind the head.
      const frame = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
      const head =
        'GET /v1/gateway/oai/v1/realtime HTTP/1.1\r\nhost: x\r\nconnection: keep-alive, Upgrade\r\nupgrade: WebSocket\r\n' +
        'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
      socket.write(Buffer.concat([Buffer.from(head), frame]));
      let answer = Buffer.alloc(0);
      socket.on('data', (chunk: Buffer) => (answer = Buffer.concat([answer, chunk])));
      await until(() => answer.subarray(-4).equals(Buffer.from([0x81, 2, 0x68, 0x69])));
      expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 101 /);
      socket.destroy();
    });

    it('closes with the code of the other side', async () => {
      const proxy = await realtimeProxy();
      const socket = await open(proxy.url);
      await once(socket, 'open');
      socket.send('leave');
      const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
      expect([code, String(reason)]).toEqual([4001, 'bye']);
    });

    it('leaves the proxy when the client is gone', async () => {
      const proxy = await realtimeProxy();
      const socket = await open(proxy.url);
      await once(socket, 'open');
      socket.terminate();
      await until(() => proxy.sockets.clients.size === 0);
    });

    it('ends what is open when jawn stops', async () => {
      const proxy = await realtimeProxy();
      const socket = await open(proxy.url);
      await once(socket, 'open');
      const closed = once(socket, 'close');
      forwarders.at(-1)!.closeTunnels();
      expect((await closed)[0]).toBe(1006);
    });

    it('hands on the refusal of the proxy', async () => {
      const proxy = await realtimeProxy();
      const socket = await open(proxy.url, { key: 'Bearer wrong' });
      expect(await refused(socket)).toEqual({ status: 401, body: 'no!' });
    });

    it('answers 502 in words when the proxy is away', async () => {
      const { status, body } = await refused(await open('http://127.0.0.1:1'));
      expect(status).toBe(502);
      expect(JSON.parse(body)).toMatchObject({ data: null, error: expect.stringMatching(/proxy/) });
    });

    it('leaves other paths to jawn, as requests', async () => {
      const proxy = await realtimeProxy();
      const socket = await open(proxy.url, { path: '/v1/api-keys' });
      expect((await refused(socket)).status).toBe(418);
      expect(proxy.seen.url).toBeUndefined();
    });
  });
});
