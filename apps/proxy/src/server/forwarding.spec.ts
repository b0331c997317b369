import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import {
  readBody,
  startTestProxy,
  startUpstream,
  testKey,
  testOrg,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';
import { send, sendText } from '../testing/raw-client.js';

type Answer = Parameters<typeof startUpstream>[0];

describe('forwarding', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;
  let answer: Answer;

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => answer(request, response));
    sut = await startTestProxy(upstream.url);
  });
  beforeEach(() => {
    upstream.requests.length = 0;
    answer = (request, response) => {
      void readBody(request).then((body) => response.end(body));
    };
  });
  afterAll(async () => {
    await sut.stop();
    await upstream.stop();
  });

  const lastRecord = () => sut.records().at(-1)!;

  it('sends an OpenAI request on and writes it to the spool (GW-16)', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-provider': 'yes' });
      response.end(JSON.stringify({ path: request.url }));
    };
    const response = await fetch(`${sut.url}/oai/v1/chat/completions?x=1`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer provider-key',
        'helicone-auth': `Bearer ${testKey}`,
        'content-type': 'application/json',
      },
      body: '{"model":"gpt-4o"}',
    });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('x-provider')).toBe('yes');
    expect(JSON.parse(text)).toEqual({ path: '/v1/chat/completions?x=1' });
    const record = lastRecord();
    expect(record.meta).toMatchObject({
      id: response.headers.get('helicone-id'),
      org: testOrg,
      keyId: 'key-1',
      status: 200,
      method: 'POST',
      path: '/v1/chat/completions?x=1',
      targetUrl: `${upstream.url}/v1/chat/completions?x=1`,
      provider: 'openai',
      reqType: 'application/json',
      resType: 'application/json',
      ttftMs: null,
    });
    expect(record.request.toString()).toBe('{"model":"gpt-4o"}');
    expect(record.response.toString()).toBe(text);
  });

  it('sends and returns any bytes unchanged (GW-16)', async () => {
    const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9!#$&^_.+-]{0,12}$/);
    const value = fc.stringMatching(/^[!-~\u00a1-\u00ff]([ -~\u00a1-\u00ff]{0,20}[!-~\u00a1-\u00ff])?$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 150_000, size: 'max' }),
        fc.uint8Array({ maxLength: 150_000, size: 'max' }),
        fc.array(fc.tuple(token, value), { maxLength: 8 }),
        fc.boolean(),
        async (request, reply, extra, chunked) => {
          const seen: { body?: Buffer; raw?: string[] } = {};
          const named = extra.map(([name, text]) => [`X-${name}`, text] as const);
          answer = (incoming, response) => {
            seen.raw = incoming.rawHeaders;
            void readBody(incoming).then((body) => {
              seen.body = body;
              response.writeHead(200, named.flat());
              response.end(Buffer.from(reply));
            });
          };
          const response = await send({
            url: `${sut.url}/oai/v1/files`,
            method: 'POST',
            headers: [
              'host',
              'x',
              'Helicone-Auth',
              `Bearer ${testKey}`,
              ...named.flat(),
              ...(chunked ? ['transfer-encoding', 'chunked'] : ['content-length', String(request.length)]),
            ] as unknown as Record<string, string>,
            body: Buffer.from(request),
          });
          expect(seen.body?.equals(request)).toBe(true);
          expect(response.body.equals(reply)).toBe(true);
          expect(pairs(seen.raw!)).toEqual(named.map((pair) => pair.join(': ')));
          expect(pairs(response.rawHeaders)).toEqual(named.map((pair) => pair.join(': ')));
          const record = lastRecord();
          expect(record.request.equals(request)).toBe(true);
          expect(record.response.equals(reply)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  const pairs = (raw: string[]) => {
    const list: string[] = [];
    for (let i = 0; i < raw.length; i += 2)
      if (raw[i]!.startsWith('X-')) list.push(`${raw[i]}: ${raw[i + 1]}`);
    return list;
  };

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('sends a %s on (GW-16)', async (method) => {
    answer = (_request, response) => response.writeHead(200, { 'content-length': 2 }).end('ok');
    const reply = await send({ url: `${sut.url}/oai/v1/models?limit=2&after=a%2Fb`, method });
    expect(reply.status).toBe(200);
    expect(reply.headers['content-length']).toBe('2');
    expect(reply.body.toString()).toBe(method === 'HEAD' ? '' : 'ok');
    expect(upstream.requests[0]).toMatchObject({ method, url: '/v1/models?limit=2&after=a%2Fb' });
  });

  it.each([204, 304])('passes an empty %i on', async (status) => {
    answer = (_request, response) => response.writeHead(status, { etag: '"x"' }).end();
    const reply = await send({ url: `${sut.url}/oai/v1/models` });
    expect(reply).toMatchObject({ status, body: Buffer.alloc(0) });
    expect(reply.headers).toMatchObject({ etag: '"x"' });
    expect(lastRecord().meta.status).toBe(status);
  });

  it('keeps repeated reply headers and an odd status line', async () => {
    answer = (_request, response) => {
      response.writeHead(418, 'I am a teapot', ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']);
      response.end('no');
    };
    const reply = await send({ url: `${sut.url}/oai/v1/models` });
    expect(reply.status).toBe(418);
    expect(reply.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(reply.headers).toMatchObject({ 'helicone-status': 'failed' });
  });

  it('passes trailers on', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { trailer: 'x-sum' });
      response.write('part');
      response.addTrailers({ 'x-sum': '42' });
      response.end();
    };
    const reply = await send({ url: `${sut.url}/oai/v1/models` });
    expect(reply.trailers).toEqual({ 'x-sum': '42' });
  });

  it('leaves a compressed reply compressed and says so in the record', async () => {
    const packed = gzipSync('{"ok":true}');
    answer = (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
    const reply = await send({ url: `${sut.url}/oai/v1/models` });
    expect(reply.body.equals(packed)).toBe(true);
    expect(lastRecord()).toMatchObject({ meta: { resEncoding: 'gzip' }, response: packed });
  });

  it('asks an expecting client for its body and sends it on', async () => {
    const reply = await sendText(
      sut.port,
      `POST /oai/v1/x HTTP/1.1\r\nhost: x\r\nhelicone-auth: ${testKey}\r\nexpect: 100-continue\r\n` +
        'content-length: 5\r\nconnection: close\r\n\r\nhello',
    );
    expect(reply).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(reply).toMatch(/hello/);
  });

  it('answers a client of HTTP/1.0', async () => {
    const reply = await sendText(sut.port, `GET /oai/v1/x HTTP/1.0\r\nhelicone-auth: ${testKey}\r\n\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it('sends no header of ours or of the hop to the provider', async () => {
    await send({
      url: `${sut.url}/oai/v1/models`,
      headers: {
        authorization: 'Bearer provider',
        'x-api-key': 'provider too',
        'helicone-auth': `Bearer ${testKey}`,
        'Helicone-Property-Plan': 'pro',
        'HELICONE-Cache-Enabled': 'true',
        'heliostat-anything': '1',
        'X-Hop': 'dropped',
        connection: 'keep-alive, x-hop',
        te: 'trailers',
        'http-referer': 'https://app.example',
      },
    });
    const headers = upstream.requests[0]!.headers;
    expect(Object.keys(headers).filter((name) => /helicone|heliostat|x-hop|^te$/.test(name))).toEqual([]);
    expect(headers).toMatchObject({
      authorization: 'Bearer provider',
      'x-api-key': 'provider too',
      'http-referer': 'https://app.example',
      host: `127.0.0.1:${upstream.port}`,
    });
  });

  it('forwards malformed JSON untouched', async () => {
    const reply = await send({ url: `${sut.url}/oai/v1/x`, method: 'POST', body: Buffer.from('{"model":') });
    expect(reply.body.toString()).toBe('{"model":');
  });

  it('records identity, session, properties and prompt as sent (RQ-13, PP-01, PP-05)', async () => {
    const reply = await send({
      url: `${sut.url}/oai/v1/models`,
      headers: {
        'helicone-auth': `Bearer ${testKey}`,
        'helicone-request-id': 'ticket-7-1700000000',
        'helicone-user-id': 'alice@example.com',
        'Helicone-Property-App-Version': '1.2',
        'Helicone-Session-Id': 's-1',
        'Helicone-Session-Path': '/a/b',
        'Helicone-Session-Name': 'Plan',
        'Helicone-Prompt-Id': 'the prompt',
        'helicone-model-override': 'gpt-4',
        'helicone-omit-request': 'true',
        'cf-ipcountry': 'DE',
        referer: 'https://app.example/page?key=secret',
      },
    });
    expect(reply.headers['helicone-id']).toBe('ticket-7-1700000000');
    expect(lastRecord().meta).toMatchObject({
      id: 'ticket-7-1700000000',
      userId: 'alice@example.com',
      promptId: 'the prompt',
      modelOverride: 'gpt-4',
      omitRequest: true,
      countryCode: 'DE',
      referrer: 'https://app.example/page?key=REDACTED',
      properties: {
        'App-Version': '1.2',
        'Helicone-Session-Id': 's-1',
        'Helicone-Session-Path': '/a/b',
        'Helicone-Session-Name': 'Plan',
        'Helicone-Prompt-Id': 'the prompt',
      },
    });
  });

  it('takes a key in the path and shows it nowhere', async () => {
    await send({ url: `${sut.url}/oai/${testKey}/v1/models?key=google`, headers: {} });
    const { meta } = lastRecord();
    expect(upstream.requests[0]!.url).toBe('/v1/models?key=google');
    expect(meta.path).toBe('/v1/models?key=REDACTED');
    expect(JSON.stringify(meta)).not.toMatch(/sk-helicone|google/);
  });

  it('keeps only the first part of large bodies in the log', async () => {
    const small = await startTestProxy(upstream.url, { settings: { LOG_MAX_BODY: '1000' } });
    const body = Buffer.alloc(300_000, 'a');
    const reply = await send({ url: `${small.url}/oai/v1/x`, method: 'POST', body });
    const [record] = small.records();
    await small.stop();
    expect(reply.body.length).toBe(300_000);
    expect(record!.meta).toMatchObject({
      reqBytes: 300_000,
      resBytes: 300_000,
      reqTruncated: true,
      resTruncated: true,
    });
    expect([record!.request.length, record!.response.length]).toEqual([1000, 1000]);
  });

  it('sends bodies of many sizes at once without mixing them up', async () => {
    const bodies = Array.from({ length: 40 }, (_, i) =>
      Buffer.alloc(i * 7_001, String.fromCharCode(65 + (i % 26))),
    );
    const replies = await Promise.all(
      bodies.map((body) => send({ url: `${sut.url}/oai/v1/x`, method: 'POST', body })),
    );
    expect(replies.every((reply, i) => reply.body.equals(bodies[i]!))).toBe(true);
  });
});
