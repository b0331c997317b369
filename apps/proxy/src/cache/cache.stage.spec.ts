import { gzipSync } from 'node:zlib';
import { createLogger } from '@heliostat/platform';
import { MemoryState, StateAwayError } from '@heliostat/stores/state';
import {
  readBody,
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';
import { until } from '../testing/raw-client.js';
import { createCacheStage } from './cache.stage.js';

type Answer = Parameters<typeof startUpstream>[0];

const logger = createLogger('test', 'silent');
const chat = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] };
const usage = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 };

describe('the cache', () => {
  let upstream: TestUpstream;
  let sut: TestProxy;
  let replica: TestProxy;
  let answer: Answer;
  let state: MemoryState;
  let lookups: number;
  let seeds = 0;
  let seed: string;

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => answer(request, response));
    state = new MemoryState({ maxBytes: 10_000_000, maxEntry: 100_000 });
    const lookup = state.lookup.bind(state);
    state.lookup = (question) => {
      lookups++;
      return lookup(question);
    };
    const stages = () => [createCacheStage({ state, logger, flightWaitMs: 60_000 })];
    sut = await startTestProxy(upstream.url, { stages: stages() });
    replica = await startTestProxy(upstream.url, { stages: stages() });
  });
  beforeEach(() => {
    upstream.requests.length = 0;
    lookups = 0;
    seed = `seed-${++seeds}`;
    let replies = 0;
    answer = (request, response) => {
      void readBody(request).then(() => {
        response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'upstream' });
        response.end(JSON.stringify({ id: `reply-${++replies}`, model: 'gpt-4o-mini', choices: [], usage }));
      });
    };
  });
  afterAll(async () => {
    await sut.stop();
    await replica.stop();
    await upstream.stop();
  });

  type Sent = {
    headers?: Record<string, string>;
    body?: unknown;
    path?: string;
    to?: TestProxy;
    signal?: AbortSignal;
  };

  const send = ({
    headers = {},
    body = chat,
    path = '/oai/v1/chat/completions',
    to = sut,
    signal,
  }: Sent = {}) =>
    fetch(`${to.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer provider-key',
        'helicone-auth': `Bearer ${testKey}`,
        'content-type': 'application/json',
        'helicone-cache-enabled': 'true',
        'helicone-cache-seed': seed,
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal,
    });
  const ask = async (sent?: Sent) => {
    const response = await send(sent);
    const text = await response.text();
    return {
      status: response.status,
      cache: response.headers.get('helicone-cache'),
      text,
      headers: response.headers,
    };
  };
  const verdict = async (sent?: Sent) => (await ask(sent)).cache;

  it('answers the second of two identical calls itself (CA-01)', async () => {
    const first = await ask();
    const second = await ask();
    expect([first.cache, second.cache]).toEqual(['MISS', 'HIT']);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('content-type')).toBe('application/json');
    expect(second.headers.get('helicone-cache-bucket-idx')).toBe('0');
    expect(second.headers.get('helicone-cache-latency')).toMatch(/^\d+$/);
    expect(first.headers.get('helicone-cache-bucket-idx')).toBeNull();
    expect(upstream.requests).toHaveLength(1);
  });

  it('says in the log whose reply was given, and what that one used (CA-07)', async () => {
    const first = await ask();
    const second = await ask();
    const [filled, hit] = sut.records().slice(-2);
    expect(filled!.meta).toMatchObject({ id: first.headers.get('helicone-id'), cacheEnabled: true });
    expect(filled!.meta.cacheReferenceId).toBeUndefined();
    expect(hit!.meta).toMatchObject({
      id: second.headers.get('helicone-id'),
      provider: 'openai',
      targetUrl: filled!.meta.targetUrl,
      status: 200,
      cacheEnabled: true,
      cacheReferenceId: first.headers.get('helicone-id'),
      cacheBucketIndex: 0,
      usage: { input: 9, output: 12 },
    });
    expect(String(hit!.meta.cacheLatencyMs)).toBe(second.headers.get('helicone-cache-latency'));
    expect(filled!.meta.cacheLatencyMs).toBeUndefined();
    expect(hit!.response.toString()).toBe(first.text);
  });

  it('gives a reply that another replica got', async () => {
    await ask();
    expect(await verdict({ to: replica })).toBe('HIT');
  });

  it('tells calls apart by all that may change the reply (CA-02)', async () => {
    await ask();
    const different: Sent[] = [
      { body: { ...chat, messages: [{ role: 'user', content: 'Hi' }] } },
      { body: { ...chat, temperature: 0.5 } },
      { body: JSON.stringify(chat, null, 1) },
      { path: '/oai/v1/chat/completions?x=1' },
      { path: '/oai/v1/completions' },
      { path: '/mistral/v1/chat/completions' },
      { path: '/gateway/v1/chat/completions', headers: { 'helicone-target-url': upstream.url } },
      { path: '/gateway/v1/chat/completions', headers: { 'helicone-target-url': `${upstream.url}/b` } },
      { headers: { authorization: 'Bearer another' } },
      { headers: { 'helicone-cache-seed': `${seed}-b` } },
      { headers: { 'helicone-cache-bucket-max-size': '2' } },
      { headers: { 'helicone-cache-ignore-keys': 'temperature' } },
    ];
    for (const sent of different) expect([sent, await verdict(sent)]).toEqual([sent, 'MISS']);
    expect(upstream.requests).toHaveLength(1 + different.length);
  });

  it('does not tell calls apart by anything else (CA-02)', async () => {
    await ask();
    const alike: Record<string, string>[] = [
      { 'helicone-user-id': 'ada' },
      { 'helicone-property-app': 'x' },
      { 'cache-control': 'max-age=60' },
      { 'helicone-cache-read': 'true' },
      { accept: 'text/plain' },
    ];
    for (const headers of alike) expect([headers, await verdict({ headers })]).toEqual([headers, 'HIT']);
  });

  it('does not tell calls apart by an access token of Google', async () => {
    const google = (token: string) => ({ headers: { authorization: `Bearer ya29.${token}` } });
    await ask(google('one'));
    expect(await verdict(google('two'))).toBe('HIT');
  });

  it("keeps each API key's replies to itself", async () => {
    const other = 'sk-helicone-bbbbbbb-bbbbbbb-ccccccc-ddddddd';
    sut.keys.add(other, { keyId: 'key-2' });
    await ask();
    expect(await verdict({ headers: { 'helicone-auth': `Bearer ${other}` } })).toBe('MISS');
  });

  it('gives different seeds replies of their own (CA-05)', async () => {
    const seeded = (name: string) => ask({ headers: { 'helicone-cache-seed': `${seed}-${name}` } });
    const [a, b] = [await seeded('a'), await seeded('b')];
    expect(a.text).not.toBe(b.text);
    expect((await seeded('a')).text).toBe(a.text);
    expect((await seeded('b')).text).toBe(b.text);
    expect(upstream.requests).toHaveLength(2);
  });

  it('fills all slots before it answers, and then with any of them (CA-04)', async () => {
    const headers = { 'helicone-cache-bucket-max-size': '3' };
    const filling = [await ask({ headers }), await ask({ headers }), await ask({ headers })];
    expect(filling.map(({ cache }) => cache)).toEqual(['MISS', 'MISS', 'MISS']);
    const replies = filling.map(({ text }) => text);
    const seen = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const { cache, text, headers: got } = await ask({ headers });
      expect(cache).toBe('HIT');
      expect(replies.indexOf(text)).toBe(Number(got.get('helicone-cache-bucket-idx')));
      seen.add(text);
    }
    expect(seen.size).toBe(3);
    expect(upstream.requests).toHaveLength(3);
  });

  it('refuses more slots than there may be, and sends nothing (CA-04)', async () => {
    const { status, text } = await ask({ headers: { 'helicone-cache-bucket-max-size': '21' } });
    expect(status).toBe(400);
    expect(text).toContain('Helicone-Cache-Bucket-Max-Size');
    expect(upstream.requests).toHaveLength(0);
  });

  it('ignores the keys that it is told to, at the top level alone (CA-06)', async () => {
    const headers = { 'helicone-cache-ignore-keys': 'prompt_cache_key,timestamp' };
    const call = (rest: object) => verdict({ headers, body: { ...chat, ...rest } });
    expect(await call({ prompt_cache_key: 'a', timestamp: 1, metadata: { timestamp: 1 } })).toBe('MISS');
    expect(await call({ prompt_cache_key: 'b', timestamp: 2, metadata: { timestamp: 1 } })).toBe('HIT');
    expect(await call({ prompt_cache_key: 'b', timestamp: 2, metadata: { timestamp: 2 } })).toBe('MISS');
  });

  it('takes the text of a body that is no JSON (CA-06)', async () => {
    const headers = { 'helicone-cache-ignore-keys': 'a', 'content-type': 'text/plain' };
    expect(await verdict({ headers, body: 'a=1' })).toBe('MISS');
    expect(await verdict({ headers, body: 'a=1' })).toBe('HIT');
    expect(await verdict({ headers, body: 'a=2' })).toBe('MISS');
  });

  it('is left alone by a call that does not ask for it', async () => {
    await ask();
    expect(await verdict({ headers: { 'helicone-cache-enabled': 'false' } })).toBeNull();
    expect(upstream.requests).toHaveLength(2);
    expect(sut.records().at(-1)!.meta.cacheEnabled).toBeUndefined();
  });

  it('keeps nothing of no-store, and fetches anew for no-cache', async () => {
    const control = (value: string) => ask({ headers: { 'cache-control': value } });
    await control('no-store');
    const first = await ask();
    expect(first.cache).toBe('MISS');
    const fresh = await control('no-cache');
    expect(fresh.cache).toBe('MISS');
    expect(fresh.text).not.toBe(first.text);
    expect(await ask()).toMatchObject({ cache: 'HIT', text: fresh.text });
  });

  it.each([400, 429, 500])('does not keep a %p', async (status) => {
    answer = (_request, response) => response.writeHead(status).end('{"error":{"message":"no"}}');
    expect(await ask()).toMatchObject({ status, cache: 'MISS' });
    expect(await ask()).toMatchObject({ status, cache: 'MISS' });
  });

  it('gives a stream again as a stream, event by event', async () => {
    const events = ['data: {"a":1}\n\n', 'data: {"b":2}\n\n', 'data: [DONE]\n\n'];
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const next = (index: number): void => {
        if (index === events.length) return void response.end();
        response.write(events[index]);
        setTimeout(next, 10, index + 1);
      };
      next(0);
    };
    const body = { ...chat, stream: true };
    const first = await ask({ body });
    const second = await ask({ body });
    expect(second.cache).toBe('HIT');
    expect(second.headers.get('content-type')).toBe('text/event-stream');
    expect(second.headers.get('content-length')).toBeNull();
    expect([first.text, second.text]).toEqual([events.join(''), events.join('')]);
  });

  it.each([
    'data: {"error":{"message":"overloaded"}}\n\n',
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error"}}\n\n',
  ])('does not keep a stream that failed on its way: %p', async (failure) => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`data: {"a":1}\n\n${failure}`);
    };
    await ask();
    expect(await verdict()).toBe('MISS');
  });

  it('does not keep a reply that was cut', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"a":');
      setImmediate(() => response.destroy());
    };
    await ask().catch(() => {});
    answer = (_request, response) => response.end('whole');
    expect(await ask()).toMatchObject({ cache: 'MISS', text: 'whole' });
  });

  it('gives an encoded reply to a client that takes it, and a plain one to another', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"zipped":true}'));
    };
    await ask();
    const same = await ask();
    const plain = await ask({ headers: { 'accept-encoding': 'identity' } });
    expect([same.cache, same.headers.get('content-encoding'), same.text]).toEqual([
      'HIT',
      'gzip',
      '{"zipped":true}',
    ]);
    expect([plain.cache, plain.headers.get('content-encoding'), plain.text]).toEqual([
      'HIT',
      null,
      '{"zipped":true}',
    ]);
    expect(sut.records().at(-2)!.meta.resEncoding).toBe('gzip');
  });

  it('sends one of many concurrent identical calls, on whichever replica they came', async () => {
    const waiting: (() => void)[] = [];
    answer = (request, response) =>
      void readBody(request).then(() => waiting.push(() => response.end('once')));
    const calls = Array.from({ length: 30 }, (_, i) => ask({ to: i % 2 ? sut : replica }));
    await until(() => waiting.length === 1 && lookups >= 30);
    for (const go of waiting) go();
    const replies = await Promise.all(calls);
    expect(upstream.requests).toHaveLength(1);
    expect(new Set(replies.map(({ text }) => text))).toEqual(new Set(['once']));
    expect(replies.filter(({ cache }) => cache === 'MISS')).toHaveLength(1);
    expect(replies.filter(({ cache }) => cache === 'HIT')).toHaveLength(29);
  });

  /** Asks at the same time. What waits is answered, once all have looked, with a status by the number of the call. */
  async function askTogether(count: number, statusOf: (call: number) => number) {
    const waiting: (() => void)[] = [];
    answer = (request, response) => {
      const status = statusOf(upstream.requests.length);
      void readBody(request).then(() => waiting.push(() => response.writeHead(status).end(String(status))));
    };
    const answerAll = () => waiting.splice(0).forEach((go) => go());
    const timer = setInterval(() => lookups >= count && answerAll(), 20);
    try {
      return await Promise.all(Array.from({ length: count }, (_, i) => ask({ to: i % 2 ? sut : replica })));
    } finally {
      clearInterval(timer);
    }
  }

  it('has the next of those who waited lead when the call they waited for failed', async () => {
    const replies = await askTogether(30, (call) => (call === 1 ? 500 : 200));
    expect(upstream.requests).toHaveLength(2);
    expect(replies.filter(({ status }) => status === 500)).toHaveLength(1);
    expect(replies.filter(({ cache }) => cache === 'HIT')).toHaveLength(28);
  });

  it('lets everyone go alone after eight leaders that brought nothing', async () => {
    const replies = await askTogether(12, (call) => (call <= 8 ? 500 : 200));
    expect(upstream.requests).toHaveLength(12);
    expect(replies.filter(({ status }) => status === 500)).toHaveLength(8);
    expect(replies.every(({ cache }) => cache === 'MISS')).toBe(true);
  });

  it('lets those who wait go on when the client of the call they wait for leaves', async () => {
    answer = () => {};
    const client = new AbortController();
    const leading = send({ signal: client.signal }).catch(() => 'left');
    await until(() => upstream.requests.length === 1);
    answer = (_request, response) => response.end('mine');
    const following = ask();
    await until(() => lookups === 2);
    expect(upstream.requests).toHaveLength(1);
    client.abort();
    expect(await leading).toBe('left');
    expect(await following).toMatchObject({ status: 200, text: 'mine' });
  });

  it('sends calls on and says so while the state is away', async () => {
    const { lookup } = state;
    state.lookup = () => Promise.reject(new StateAwayError('gone'));
    const { status, headers, cache } = await ask();
    state.lookup = lookup;
    expect([status, cache, headers.get('helicone-degraded')]).toEqual([200, 'MISS', 'cache']);
  });
});
