import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pseudoStatus } from '@heliostat/contracts';
import { FrameWriter } from '../spool/frame-writer.js';
import type { FrameSource } from '../spool/frame.js';
import {
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';
import { send, until } from '../testing/raw-client.js';

/** A reply as the client sees it arrive. */
function open(url: string, method = 'POST') {
  const seen = { text: '', ended: false, failed: false, reply: undefined as IncomingMessage | undefined };
  const request = httpRequest(
    url,
    { method, agent: false, headers: { 'helicone-auth': testKey } },
    (reply) => {
      seen.reply = reply;
      reply.setEncoding('utf8');
      reply.on('data', (chunk: string) => (seen.text += chunk));
      reply.on('end', () => (seen.ended = true));
      reply.on('error', () => (seen.failed = true));
    },
  );
  request.on('error', () => (seen.failed = true));
  request.end('{}');
  return { seen, request };
}

describe('streaming', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;
  let impatient: TestProxy;
  let listless: TestProxy;
  let provider: { request: IncomingMessage; response: ServerResponse }[];

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => {
      request.resume();
      provider.push({ request, response });
    });
    sut = await startTestProxy(upstream.url);
    impatient = await startTestProxy(upstream.url, {
      settings: { PROXY_FIRST_BYTE_TIMEOUT_MS: '700' },
    });
    listless = await startTestProxy(upstream.url, { settings: { PROXY_IDLE_TIMEOUT_MS: '700' } });
  });
  beforeEach(() => {
    provider = [];
  });
  afterAll(async () => {
    await sut.stop();
    await impatient.stop();
    await listless.stop();
    await upstream.stop();
  });

  const url = (proxy = sut) => `${proxy.url}/oai/v1/chat/completions`;
  const records = () => sut.records();
  const sse = { 'content-type': 'text/event-stream' };

  async function begin(headers: Record<string, string> = sse, proxy = sut) {
    const before = proxy.records().length;
    const client = open(url(proxy));
    await until(() => provider.length === 1);
    const { response } = provider[0]!;
    response.writeHead(200, headers);
    return { ...client, response, before };
  }

  it('passes the headers of a reply on before its body begins', async () => {
    const { seen, response } = await begin();
    response.flushHeaders();
    await until(() => seen.reply !== undefined);
    expect(seen.text).toBe('');
    response.end();
  });

  it('passes each chunk on before the next is sent (GW-18)', async () => {
    const { seen, response } = await begin();
    for (let i = 0; i < 5; i++) {
      response.write(`data: {"n":${i}}\n\n`);
      await until(() => seen.text.endsWith(`data: {"n":${i}}\n\n`));
    }
    response.end('data: [DONE]\n\n');
    await until(() => seen.ended);
    const { meta, response: kept } = records().at(-1)!;
    expect(kept.toString()).toBe(seen.text);
    expect(meta.ttftMs).toBeGreaterThan(0);
    expect(meta.ttftMs).toBeLessThanOrEqual(meta.latencyMs);
  });

  it('writes the record before it lets the last word of a stream go', async () => {
    const { seen, response, before } = await begin();
    response.write('data: {"n":1}\n\ndata: [DONE]\n\n');
    await until(() => seen.text.includes('[DONE]'));
    expect(records().length).toBe(before + 1);
    expect(records().at(-1)!.response.toString()).toMatch(/\[DONE\]/);
    response.end(': bye\n\n');
    await until(() => seen.ended);
    expect(seen.text).toMatch(/DONE\]\n\n: bye/);
    expect(records().length).toBe(before + 1);
  });

  it('cancels the provider at once when the client leaves, and records what arrived', async () => {
    const { seen, request, response, before } = await begin();
    response.write('data: {"n":1}\n\n');
    await until(() => seen.text !== '');
    let cancelled = false;
    response.on('close', () => (cancelled = true));
    request.destroy();
    await until(() => cancelled && records().length === before + 1);
    const { meta, response: kept } = records().at(-1)!;
    expect(meta.status).toBe(pseudoStatus.clientCancelled);
    expect(kept.toString()).toBe('data: {"n":1}\n\n');
  });

  it('cancels a request whose reply has not begun', async () => {
    const before = records().length;
    const { request } = open(url());
    await until(() => provider.length === 1);
    let cancelled = false;
    provider[0]!.response.on('close', () => (cancelled = true));
    request.destroy();
    await until(() => cancelled && records().length === before + 1);
    expect(records().at(-1)!.meta.status).toBe(pseudoStatus.clientCancelled);
  });

  it('lets a slow client slow the provider down', async () => {
    const { seen, response } = await begin({ 'content-type': 'application/octet-stream' });
    response.flushHeaders();
    await until(() => seen.reply !== undefined);
    seen.reply!.pause();
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let sent = 0;
    while (sent < 400 && response.write(chunk)) sent++;
    const filled = await new Promise<boolean>((resolve) => {
      const pump = () => {
        while (sent < 400) {
          sent++;
          if (!response.write(chunk)) return void response.once('drain', pump);
        }
        resolve(false);
      };
      response.once('drain', pump);
      setTimeout(() => resolve(true), 400);
    });
    expect(filled).toBe(true);
    seen.reply!.resume();
    await until(() => sent === 400);
    response.end();
    await until(() => seen.ended);
    expect(seen.text.length).toBeGreaterThanOrEqual(400 * chunk.length);
  });

  it('answers 504 and names the first byte timeout', async () => {
    const reply = await send({ url: url(impatient), method: 'POST', body: Buffer.from('{}') });
    const { error } = JSON.parse(reply.body.toString()) as { error: { code: string; message: string } };
    expect(reply.status).toBe(504);
    expect(error).toMatchObject({
      code: 'proxy/first-byte-timeout',
      message: expect.stringMatching(/0\.7 s/),
    });
    expect(impatient.records().at(-1)!.meta).toMatchObject({ status: 504, error: error.message });
  });

  it('breaks a stream that falls silent off and records the stream timeout', async () => {
    const { seen, response, before } = await begin(sse, listless);
    response.write('data: {"n":1}\n\n');
    await until(() => seen.failed);
    expect(seen.ended).toBe(false);
    expect(listless.records().length).toBe(before + 1);
    expect(listless.records().at(-1)!.meta).toMatchObject({
      status: pseudoStatus.streamTimeout,
      error: expect.stringMatching(/Idle timeout.*PROXY_IDLE_TIMEOUT_MS/),
    });
  });

  it('does not pretend that a reply cut by the provider is complete', async () => {
    const { seen, response } = await begin();
    response.write('data: {"n":1}\n\n');
    await until(() => seen.text !== '');
    response.destroy();
    await until(() => seen.failed);
    expect(seen.ended).toBe(false);
    expect(records().at(-1)!.meta).toMatchObject({
      status: pseudoStatus.other,
      error: expect.stringMatching(/closed/),
    });
  });

  it('answers 502 when the provider ends before anything was passed on', async () => {
    const client = open(url());
    await until(() => provider.length === 1);
    provider[0]!.request.socket.destroy();
    await until(() => client.seen.ended);
    expect(client.seen.reply!.statusCode).toBe(502);
    expect(client.seen.text).toMatch(/proxy\/connection-lost/);
  });
});

describe('the commit before the last byte', () => {
  it('holds the end of a reply until its record is written', async () => {
    const events: string[] = [];
    class SlowWriter extends FrameWriter {
      override write(fd: number, sources: readonly FrameSource[]): number {
        events.push('written');
        return super.write(fd, sources);
      }
    }
    const upstream = await startUpstream((_request, response) => response.end('{"ok":true}'));
    const sut = await startTestProxy(upstream.url, { writer: new SlowWriter() });
    const reply = await send({ url: `${sut.url}/oai/v1/models` }).then((received) => {
      events.push('received');
      return received;
    });
    await sut.stop();
    await upstream.stop();
    expect(reply.body.toString()).toBe('{"ok":true}');
    expect(events).toEqual(['written', 'received']);
  });

  it('writes all records of one turn together', async () => {
    const batches: number[] = [];
    class CountingWriter extends FrameWriter {
      override write(fd: number, sources: readonly FrameSource[]): number {
        batches.push(sources.length);
        return super.write(fd, sources);
      }
    }
    const waiting: ServerResponse[] = [];
    const upstream = await startUpstream((_request, response) => void waiting.push(response));
    const sut = await startTestProxy(upstream.url, { writer: new CountingWriter() });
    // How many replies reach the proxy in one turn is the network's business: 30 that end together all but surely do.
    for (let round = 1; round <= 10 && !batches.some((size) => size > 1); round++) {
      const replies = Array.from({ length: 30 }, () => send({ url: `${sut.url}/oai/v1/models` }));
      await until(() => waiting.length === 30);
      for (const response of waiting.splice(0)) response.end('x');
      await Promise.all(replies);
      expect(batches.reduce((sum, size) => sum + size)).toBe(30 * round);
    }
    await sut.stop();
    await upstream.stop();
    expect(Math.max(...batches)).toBeGreaterThan(1);
  });
});
