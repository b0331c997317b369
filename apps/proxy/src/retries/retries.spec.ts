import { gzipSync } from 'node:zlib';
import { send, until } from '../testing/raw-client.js';
import {
  readBody,
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';

type Reply = {
  status: number;
  body?: string | Buffer;
  headers?: Record<string, string>;
  cut?: boolean;
  endless?: boolean;
};

describe('retries', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;
  let replies: Reply[];
  let arrivals: number[];
  let cutOff: () => void;

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => {
      arrivals.push(performance.now());
      const { status, body = '{"ok":true}', headers, cut, endless } = replies.shift() ?? { status: 200 };
      void readBody(request).then(() => {
        if (status === 0) return response.destroy();
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        if (endless) {
          const more = setInterval(() => response.write(Buffer.alloc(256 * 1024)), 1);
          response.on('close', () => clearInterval(more));
        } else if (cut) {
          response.write(body);
          cutOff = () => response.destroy();
        } else response.end(body);
      });
    });
    sut = await startTestProxy(upstream.url);
  });
  beforeEach(() => {
    replies = [];
    arrivals = [];
  });
  afterAll(async () => {
    await sut.stop();
    await upstream.stop();
  });

  const call = (headers: Record<string, string> = {}) =>
    fetch(`${sut.url}/oai/v1/chat/completions`, {
      method: 'POST',
      headers: {
        'helicone-auth': `Bearer ${testKey}`,
        'helicone-retry-enabled': 'true',
        'helicone-retry-min-timeout': '5',
        'helicone-retry-max-timeout': '40',
        ...headers,
      },
      body: '{"model":"gpt-4o"}',
    });

  it('repeats a call that failed twice and hands on the third reply (RE-01)', async () => {
    replies = [{ status: 500 }, { status: 503 }, { status: 200, body: '{"third":1}' }];
    const response = await call();
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('{"third":1}');
    expect(arrivals).toHaveLength(3);
    expect(sut.records().at(-1)!.meta.attempts).toMatchObject([
      { status: 500, provider: 'openai' },
      { status: 503 },
      { status: 200 },
    ]);
  });

  it('repeats a call though many other targets were asked meanwhile (RE-01)', async () => {
    replies = [{ status: 500 }, { status: 200 }];
    const retried = call({ 'helicone-retry-min-timeout': '2000', 'helicone-retry-max-timeout': '2000' });
    await until(() => arrivals.length === 1);
    // More than the pools that are kept, so that the first one's is let go while its call waits.
    const others = Array.from({ length: 260 }, (_, at) =>
      send({
        url: `${sut.url}/gateway/x`,
        headers: {
          'helicone-auth': `Bearer ${testKey}`,
          'helicone-target-url': `http://127.${at >> 8}.${at & 255}.1:1`,
        },
      }),
    );
    expect((await Promise.all(others)).every(({ status }) => status === 502)).toBe(true);
    expect((await retried).status).toBe(200);
  });

  it('waits for no end of a refusal that has none (RE-01)', async () => {
    replies = [{ status: 500, endless: true }, { status: 200 }];
    expect((await call()).status).toBe(200);
  });

  it('hands on a refusal that came compressed (RE-03)', async () => {
    const headers = { 'content-encoding': 'gzip', 'retry-after': '3600' };
    replies = [{ status: 429, body: gzipSync('{"slow":1}'), headers }];
    const response = await call();
    expect(response.status).toBe(429);
    expect(await response.text()).toBe('{"slow":1}');
    expect(arrivals).toHaveLength(1);
  });

  it.each([400, 401, 403, 404])('does not repeat a call that was refused with %i (RE-01)', async (status) => {
    replies = [{ status, body: '{"no":1}' }];
    const response = await call();
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('{"no":1}');
    expect(arrivals).toHaveLength(1);
  });

  it('repeats a call whose connection broke before the reply (RE-01)', async () => {
    replies = [{ status: 0 }, { status: 200 }];
    expect((await call()).status).toBe(200);
    expect(arrivals).toHaveLength(2);
  });

  it('makes at most so many repetitions as the header says, and hands on the last error (RE-02, RE-03)', async () => {
    replies = [{ status: 503 }, { status: 503 }, { status: 503, body: '{"last":1}' }, { status: 200 }];
    const response = await call({ 'helicone-retry-num': '2' });
    expect(response.status).toBe(503);
    expect(await response.text()).toBe('{"last":1}');
    expect(arrivals).toHaveLength(3);
  });

  it('waits at least the minimum and never less (RE-02)', async () => {
    replies = [{ status: 500 }, { status: 200 }];
    await call({ 'helicone-retry-min-timeout': '60', 'helicone-retry-max-timeout': '90' });
    expect(arrivals[1]! - arrivals[0]!).toBeGreaterThanOrEqual(59);
  });

  it('waits as long as Retry-After says (RE-01)', async () => {
    replies = [{ status: 429, headers: { 'retry-after-ms': '150' } }, { status: 200 }];
    await call();
    expect(arrivals[1]! - arrivals[0]!).toBeGreaterThanOrEqual(149);
  });

  it('hands on a 429 whose Retry-After asks for more than a minute', async () => {
    replies = [{ status: 429, headers: { 'retry-after': '3600' }, body: '{"later":1}' }, { status: 200 }];
    const response = await call();
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3600');
    expect(await response.text()).toBe('{"later":1}');
    expect(arrivals).toHaveLength(1);
  });

  it('never repeats once the first byte has reached the client (RE-01)', async () => {
    replies = [{ status: 200, body: '{"half', cut: true }, { status: 200 }];
    const response = await call();
    cutOff();
    await expect(response.text()).rejects.toThrow();
    expect(arrivals).toHaveLength(1);
  });

  it('does nothing when it is switched off (RE-01)', async () => {
    replies = [{ status: 500 }, { status: 200 }];
    expect((await call({ 'helicone-retry-enabled': 'false' })).status).toBe(500);
    expect(arrivals).toHaveLength(1);
  });

  it.each([
    ['helicone-retry-num', 'many'],
    ['helicone-retry-num', '1000'],
    ['helicone-retry-factor', '0'],
    ['helicone-retry-max-timeout', '-1'],
  ])('refuses %s: %s with an error that names it (RE-02)', async (name, value) => {
    const response = await call({ [name]: value });
    expect(response.status).toBe(400);
    expect((await response.text()).toLowerCase()).toContain(name);
    expect(arrivals).toHaveLength(0);
  });
});
