import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { type AddressInfo } from 'node:net';
import { createLogger } from '@heliostat/platform';
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

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A jawn's door in front of `proxy`. */
async function door(proxyUrl: string): Promise<string> {
  const sut = new GatewayForwarder(proxyUrl, createLogger('test', 'silent'));
  forwarders.push(sut);
  return serve((request, response) => {
    if (!sut.handle(request, response)) response.writeHead(418).end();
  });
}

const until = async (condition: () => boolean) => {
  for (let tries = 0; !condition() && tries < 200; tries++) await new Promise((r) => setTimeout(r, 10));
  expect(condition()).toBe(true);
};

describe(GatewayForwarder.name, () => {
  it.each([
    ['/v1/gateway/oai/v1/chat/completions?a=%20b', '/oai/v1/chat/completions?a=%20b'],
    ['/v1/gateway/anthropic/v1/messages', '/anthropic/v1/messages'],
    ['/custom/v1/log', '/custom/v1/log'],
    ['/v1/traces', '/v1/traces'],
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
    const proxy = await serve((_request, response) => {
      response.write('data: 1\n\n');
      setTimeout(() => response.destroy(), 20);
    });
    const url = await door(proxy);
    const reply = await fetch(`${url}/v1/gateway/oai/v1/x`);
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
});
