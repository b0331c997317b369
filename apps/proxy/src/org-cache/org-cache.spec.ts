import { CodedError, createLogger } from '@heliostat/platform';
import { OrgCache } from './org-cache.js';

const logger = createLogger('test', 'silent');
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A store that counts how often it is asked, and a clock. */
function setUp() {
  const store = { asked: [] as string[], away: false, answer: 'one', gate: Promise.resolve() };
  let time = 1_000;
  const sut = new OrgCache<string>({
    name: 'test-values',
    logger,
    now: () => time,
    maxEntries: 3,
    load: async (org, key) => {
      store.asked.push(`${org}${key}`);
      const { answer } = store;
      await store.gate;
      if (store.away) throw new Error('ECONNREFUSED');
      return answer;
    },
  });
  return { sut, store, pass: (ms: number) => (time += ms) };
}

describe(OrgCache.name, () => {
  it('asks once for all that ask at the same time, and answers from memory after that', async () => {
    const { sut, store } = setUp();
    expect(await Promise.all([sut.get('a'), sut.get('a'), sut.get('a')])).toEqual(['one', 'one', 'one']);
    expect(sut.get('a')).toBe('one');
    expect(store.asked).toEqual(['a']);
  });

  it('keeps what one organisation has apart from what another has, and keys apart', async () => {
    const { sut, store } = setUp();
    await sut.get('a');
    await sut.get('b');
    await sut.get('a', 'x');
    expect(store.asked).toEqual(['a', 'b', 'ax']);
  });

  it('keeps no more bytes than it may, and still answers with what is larger', async () => {
    const asked: string[] = [];
    const sut = new OrgCache<string>({
      name: 'test-values',
      logger,
      size: { max: 100, of: (value) => value.length },
      load: (_org, key) => {
        asked.push(key);
        return Promise.resolve('x'.repeat(Number(key)));
      },
    });
    for (const key of ['40', '41', '42', '500', '500', '42', '40'])
      expect(await sut.get('a', key)).toHaveLength(Number(key));
    expect(asked).toEqual(['40', '41', '42', '500', '500', '40']);
  });

  it('asks again before it serves what is announced to have changed, and only that', async () => {
    const { sut, store } = setUp();
    await sut.get('a');
    await sut.get('b');
    store.answer = 'two';
    sut.invalidate('a');
    expect(await sut.get('a')).toBe('two');
    expect(sut.get('b')).toBe('one');
  });

  it('asks once more when a change is announced while it asks', async () => {
    const { sut, store } = setUp();
    let open = () => {};
    store.gate = new Promise((resolve) => (open = resolve));
    const asked = sut.get('a');
    await turn();
    store.answer = 'two';
    sut.invalidateAll();
    open();
    expect(await asked).toBe('two');
    expect(store.asked).toEqual(['a', 'a']);
  });

  it('serves an old value while it asks for a new one', async () => {
    const { sut, store, pass } = setUp();
    await sut.get('a');
    store.answer = 'two';
    pass(60_000);
    expect(sut.get('a')).toBe('one');
    await turn();
    expect(sut.get('a')).toBe('two');
  });

  it('serves what it knows for a day while the store is away, changed or not', async () => {
    const { sut, store, pass } = setUp();
    await sut.get('a');
    store.away = true;
    sut.invalidateAll();
    expect(await sut.get('a')).toBe('one');
    pass(23 * 3_600_000);
    expect(sut.get('a')).toBe('one');
    pass(3_600_000);
    await expect(sut.get('a')).rejects.toMatchObject({ code: 'test-values/unavailable', status: 503 });
  });

  it('says so in words when it never knew and cannot ask', async () => {
    const { sut, store } = setUp();
    store.away = true;
    const error = await Promise.resolve(sut.get('a')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CodedError);
    expect((error as CodedError).message).toMatch(/test values cannot be read: the database/);
  });

  it('asks again after a failure', async () => {
    const { sut, store } = setUp();
    store.away = true;
    await expect(sut.get('a')).rejects.toThrow();
    store.away = false;
    expect(await sut.get('a')).toBe('one');
  });

  it('holds no more than it may', async () => {
    const { sut, store } = setUp();
    for (const org of ['a', 'b', 'c', 'd', 'a']) await sut.get(org);
    expect(store.asked).toEqual(['a', 'b', 'c', 'd', 'a']);
  });

  it('loads no more than four at once', async () => {
    const { sut, store } = setUp();
    let open = () => {};
    store.gate = new Promise((resolve) => (open = resolve));
    const asked = ['a', 'b', 'c', 'd', 'e', 'f'].map((org) => sut.get(org));
    await turn();
    expect(store.asked).toHaveLength(4);
    open();
    expect(await Promise.all(asked)).toHaveLength(6);
  });

  it('lets an organization that asks once go before the rest of one that asks much', async () => {
    const { sut, store } = setUp();
    let open = () => {};
    store.gate = new Promise((resolve) => (open = resolve));
    const asked = Array.from({ length: 20 }, (_, index) => sut.get('a', String(index)));
    asked.push(sut.get('b'));
    open();
    await Promise.all(asked);
    expect(store.asked.indexOf('b')).toBeLessThan(8);
  });

  it('refuses one organization that asks too much, and still takes another', async () => {
    const { sut, store } = setUp();
    let open = () => {};
    store.gate = new Promise((resolve) => (open = resolve));
    const asked = Array.from({ length: 600 }, (_, index) => Promise.resolve(sut.get('a', String(index))));
    const other = sut.get('b');
    open();
    const settled = await Promise.allSettled(asked);
    const refused = settled.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBe(96);
    expect(refused[0]).toMatchObject({ reason: { code: 'test-values/busy', status: 503 } });
    expect(await other).toBe('one');
  });
});
