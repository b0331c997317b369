import fc from 'fast-check';
import {
  readBody,
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestUpstream,
} from '../testing/proxy.fixture.js';
import { mergeBody, parseFallbacks } from './parse-fallbacks.js';

type Seen = { path: string; authorization: string | undefined; helicone: string[]; body: unknown };

describe('Helicone-Fallbacks', () => {
  let first: TestUpstream;
  let second: TestUpstream;
  let sut: TestProxy;
  let firstStatus: number;
  const seen: { first: Seen[]; second: Seen[] } = { first: [], second: [] };

  const server = (name: 'first' | 'second', status: () => number) =>
    startUpstream((request, response) => {
      void readBody(request).then((body) => {
        seen[name].push({
          path: request.url!,
          authorization: request.headers.authorization,
          helicone: Object.keys(request.headers).filter((header) => header.startsWith('helicone')),
          body: JSON.parse(body.toString()),
        });
        response.writeHead(status(), { 'content-type': 'application/json' });
        response.end(JSON.stringify({ from: name }));
      });
    });

  beforeAll(async () => {
    first = await server('first', () => firstStatus);
    second = await server('second', () => 200);
    sut = await startTestProxy(first.url);
  });
  beforeEach(() => {
    firstStatus = 500;
    seen.first = [];
    seen.second = [];
  });
  afterAll(async () => {
    await sut.stop();
    await first.stop();
    await second.stop();
  });

  const call = (fallbacks: unknown, headers: Record<string, string> = {}) =>
    fetch(`${sut.url}/gateway/v1/chat/completions`, {
      method: 'POST',
      headers: {
        'helicone-auth': `Bearer ${testKey}`,
        authorization: 'Bearer client',
        'content-type': 'application/json',
        'helicone-fallbacks': typeof fallbacks === 'string' ? fallbacks : JSON.stringify(fallbacks),
        ...headers,
      },
      body: JSON.stringify({ model: 'a', options: { x: 1, y: 2 } }),
    });
  const targets = (over: object = {}) => [
    {
      'target-url': first.url,
      headers: { Authorization: 'Bearer one' },
      onCodes: [{ from: 500, to: 599 }],
      ...over,
    },
    {
      'target-url': second.url,
      headers: { Authorization: 'Bearer two', 'Helicone-Auth': 'Bearer x' },
      onCodes: [429],
    },
  ];

  it('takes the second target when the first fails, and says so (GW-22, FB-02)', async () => {
    const response = await call(targets());
    expect(response.status).toBe(200);
    expect(response.headers.get('helicone-fallback-index')).toBe('1');
    expect(await response.json()).toEqual({ from: 'second' });
    expect(seen.first).toHaveLength(1);
    expect(seen.second[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: 'Bearer two',
      helicone: [],
    });
  });

  it('stays with the first target when it answers (GW-22)', async () => {
    firstStatus = 200;
    const response = await call(targets());
    expect(response.headers.get('helicone-fallback-index')).toBe('0');
    expect(seen.first[0]!.authorization).toBe('Bearer one');
    expect(seen.second).toEqual([]);
  });

  it('hands on a status that no code names (GW-22)', async () => {
    firstStatus = 400;
    const response = await call(targets());
    expect(response.status).toBe(400);
    expect(seen.second).toEqual([]);
  });

  it('takes 429 and 5xx where no codes are named', async () => {
    firstStatus = 429;
    expect((await call(targets({ onCodes: undefined }))).status).toBe(200);
  });

  it('moves on from a target that cannot be reached', async () => {
    const response = await call([{ 'target-url': 'http://127.0.0.1:9' }, targets()[1]]);
    expect(response.status).toBe(200);
  });

  it('repeats each target before it moves on when retries are on (RE-01, GW-22)', async () => {
    await call(targets(), {
      'helicone-retry-enabled': 'true',
      'helicone-retry-num': '2',
      'helicone-retry-min-timeout': '1',
      'helicone-retry-max-timeout': '2',
    });
    expect(seen.first).toHaveLength(3);
    expect(seen.second).toHaveLength(1);
  });

  it('lays the override over the body of its own target only (GW-22)', async () => {
    const [one, two] = targets();
    await call([one, { ...two, bodyKeyOverride: { model: 'b', options: { x: 9 } } }]);
    expect(seen.first[0]!.body).toEqual({ model: 'a', options: { x: 1, y: 2 } });
    expect(seen.second[0]!.body).toEqual({ model: 'b', options: { x: 9, y: 2 } });
  });

  it('records every attempt (FB-03)', async () => {
    await call(targets());
    expect(sut.records().at(-1)!.meta.attempts).toMatchObject([{ status: 500 }, { status: 200 }]);
  });

  it.each([
    ['not json', 'is not JSON'],
    ['[]', 'at least one entry'],
    ['[{"headers":{}}]', 'entry 0'],
    ['[{"target-url":"http://x","onCodes":["5xx"]}]', 'onCodes'],
    ['[{"target-url":"http://x","headers":{"a b":"c"}}]', 'cannot be sent'],
    ['[{"target-url":"ftp://x"}]', 'Helicone-Fallbacks entry 0: \\"target-url\\" must start with https://'],
    [
      '[{"target-url":"http://x"},{"target-url":"nope"}]',
      'Helicone-Fallbacks entry 1: \\"target-url\\" is not a URL',
    ],
    ['[{"target-url":"http://x","onCodes":[42]}]', 'from 100 to 599'],
    ['[{"target-url":"http://x","onCodes":[429.5]}]', 'from 100 to 599'],
    ['[{"target-url":"http://x","onCodes":[{"from":599,"to":500}]}]', 'from 100 to 599'],
  ])('refuses %s with an error that says why', async (fallbacks, words) => {
    const response = await call(fallbacks);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(words);
  });

  it('names its own header where another named the same bad target before', async () => {
    const other = await fetch(`${sut.url}/gateway/v1/x`, {
      method: 'POST',
      headers: { 'helicone-auth': `Bearer ${testKey}`, 'helicone-target-url': 'ftp://elsewhere' },
      body: '{}',
    });
    expect(await other.text()).toContain('Helicone-Target-Url must start');
    expect(await (await call([{ 'target-url': 'ftp://elsewhere' }])).text()).toContain(
      'Helicone-Fallbacks entry 0',
    );
  });

  it('keeps targets off private addresses where the installation forbids them', async () => {
    const guarded = await startTestProxy(first.url, { settings: { ALLOW_PRIVATE_TARGETS: 'false' } });
    const response = await fetch(`${guarded.url}/gateway/v1/x`, {
      method: 'POST',
      headers: { 'helicone-auth': `Bearer ${testKey}`, 'helicone-fallbacks': JSON.stringify(targets()) },
      body: '{}',
    });
    expect(response.status).toBe(403);
    expect(seen.first).toEqual([]);
    await guarded.stop();
  });
});

describe('parseFallbacks', () => {
  it('answers any text with a list or a coded error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          return Array.isArray(parseFallbacks(text));
        } catch (error) {
          return (error as { code?: string }).code === 'proxy/bad-fallbacks';
        }
      }),
    );
  });

  it('merges objects into objects and nothing into a prototype', () => {
    const merged = mergeBody({ a: { b: 1 } }, JSON.parse('{"a":{"c":2},"__proto__":{"bad":1}}') as never);
    expect(merged).toEqual({ a: { b: 1, c: 2 } });
    expect('bad' in merged).toBe(false);
  });
});
