import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { createLogger } from '@heliostat/platform';
import { createWebServer } from './web-server.js';
import { listenOrExplain } from './listen.js';

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };

describe('the web server', () => {
  const seen: Seen[] = [];
  let clientDir: string;
  let jawn: Server;
  let sut: FastifyInstance;
  let origin: string;

  beforeAll(async () => {
    clientDir = mkdtempSync(join(tmpdir(), 'web-'));
    mkdirSync(join(clientDir, 'assets'));
    writeFileSync(join(clientDir, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(clientDir, 'assets', 'index-abc123.js'), 'const a = 1;');
    writeFileSync(join(clientDir, 'assets', 'index-abc123.js.br'), brotliCompressSync('const a = 1;'));
    jawn = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push({
          method: request.method!,
          url: request.url!,
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        });
        response.writeHead(request.url === '/v1/missing' ? 418 : 200, {
          'content-type': 'application/json',
          'set-cookie': 'session=1; HttpOnly',
        });
        response.end('{"data":1,"error":null}');
      });
    });
    await new Promise<void>((done) => jawn.listen(0, '127.0.0.1', done));
    sut = await start(`http://127.0.0.1:${(jawn.address() as AddressInfo).port}`);
    origin = await sut.listen({ host: '127.0.0.1', port: 0 });
  });

  afterAll(async () => {
    await sut.close();
    jawn.close();
    rmSync(clientDir, { recursive: true });
  });

  beforeEach(() => seen.splice(0));

  const start = (jawnUrl: string) =>
    createWebServer({
      clientDir,
      jawnUrl,
      publicUrl: 'http://localhost:3000',
      publicEnvironment: { NEXT_PUBLIC_APP_URL: 'http://localhost:3000' },
      logger: createLogger('web', 'silent'),
    });

  it('forwards /api/v1 as /v1 with body, query, status and cookies', async () => {
    const reply = await fetch(`${origin}/api/v1/missing?a=1%202`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'helicone-org-id': 'org' },
      body: '{"filter":"all"}',
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('set-cookie')).toContain('session=1');
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/v1/missing?a=1%202', body: '{"filter":"all"}' });
    expect(seen[0]!.headers['helicone-org-id']).toBe('org');
  });

  it('serves the public addresses as a script that is asked for again each time', async () => {
    const reply = await fetch(`${origin}/__ENV.js`);
    expect(reply.headers.get('content-type')).toContain('text/javascript');
    expect(reply.headers.get('cache-control')).toBe('no-cache');
    expect(await reply.text()).toContain('"NEXT_PUBLIC_APP_URL": "http://localhost:3000"');
  });

  it('passes on the status of the API', async () => {
    expect((await fetch(`${origin}/api/v1/missing`)).status).toBe(418);
  });

  it('forwards /api/auth unchanged and names the browser’s own host', async () => {
    await fetch(`${origin}/api/auth/sign-in/email`, { method: 'POST', body: '{}' });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/api/auth/sign-in/email' });
    expect(seen[0]!.headers['x-forwarded-host']).toBe(new URL(origin).host);
    expect(seen[0]!.headers['x-forwarded-for']).toBe('127.0.0.1');
  });

  it('never lets a path climb out of the API’s prefix', async () => {
    // fetch would resolve the dots itself.
    const status = await new Promise((done, fail) => {
      get(`${origin}`, { path: '/api/v1/%2e%2e/%2e%2e/secret' }, (reply) => {
        reply.resume();
        done(reply.statusCode);
      }).on('error', fail);
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(seen).toEqual([]);
  });

  it('answers an application route with the page, which is never cached', async () => {
    const reply = await fetch(`${origin}/requests/4f1c?window=24h`);
    expect(await reply.text()).toContain('<title>page</title>');
    expect(reply.headers.get('cache-control')).toBe('no-cache');
    expect(reply.headers.get('content-security-policy')).toMatch(
      /script-src 'self';.*frame-ancestors 'none'/,
    );
  });

  it('serves hashed assets compressed and for ever', async () => {
    const reply = await fetch(`${origin}/assets/index-abc123.js`, { headers: { 'accept-encoding': 'br' } });
    expect(reply.headers.get('content-encoding')).toBe('br');
    expect(reply.headers.get('cache-control')).toContain('immutable');
    expect(await reply.text()).toBe('const a = 1;');
  });

  it('answers 404 for a missing asset, so that an old page does not load HTML as a script', async () => {
    expect((await fetch(`${origin}/assets/index-gone.js`)).status).toBe(404);
  });

  it('answers 404 in the envelope for an unknown API path', async () => {
    const reply = await fetch(`${origin}/api/v2/x`);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toEqual({ data: null, error: 'There is no GET /api/v2/x.' });
  });

  it('is alive, ready and measured', async () => {
    expect(await (await fetch(`${origin}/healthz`)).json()).toMatchObject({ status: 'ok', app: 'web' });
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${origin}/metrics`)).text()).toContain('web_http_requests_total');
  });

  it('answers 502 in words and stays ready, degraded, while jawn is away', async () => {
    const lonely = await start('http://127.0.0.1:9');
    const address = await lonely.listen({ host: '127.0.0.1', port: 0 });
    const reply = await fetch(`${address}/api/v1/whoami`);
    expect(reply.status).toBe(502);
    expect(await reply.json()).toMatchObject({
      data: null,
      error: expect.stringContaining('cannot be reached'),
    });
    expect(await (await fetch(`${address}/readyz`)).json()).toMatchObject({
      ready: true,
      degraded: ['jawn'],
    });
    await lonely.close();
  });

  it('names WEB_PORT when the port is taken', async () => {
    const second = await start('http://127.0.0.1:9');
    const port = Number(new URL(origin).port);
    await expect(listenOrExplain(second, { host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'web/port-taken',
      message: expect.stringContaining('WEB_PORT'),
    });
    await second.close();
  });
});
