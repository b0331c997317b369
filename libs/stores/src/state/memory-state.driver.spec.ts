import { describeCacheBound } from './cache-bound.contract.js';
import { describeLimitModel } from './limit-model.contract.js';
import { MemoryState } from './memory-state.driver.js';
import { describeSharedState } from './shared-state.contract.js';

describe('the shared state in memory', () => {
  describeSharedState(() => {
    const sut = new MemoryState({ maxBytes: 1_000_000, maxEntry: 1_000 });
    return Promise.resolve([sut, sut]);
  });

  describe('its limits', () => {
    describeLimitModel((now) => Promise.resolve(new MemoryState({ maxBytes: 1, maxEntry: 1, now })), 300);
  });

  describe('its bound', () => {
    describeCacheBound((maxBytes) => {
      const sut = new MemoryState({ maxBytes, maxEntry: maxBytes * 2 });
      return Promise.resolve([sut, sut]);
    });
  });

  it('keeps of a buffer nothing but the reply', async () => {
    const sut = new MemoryState({ maxBytes: 5_000, maxEntry: 1_000 });
    // Out of the 8 KB that small buffers share.
    const entry = Buffer.from('reply');
    await sut.store({ key: 'a', owner: 'o', buckets: 1, entry, ttlMs: 60_000, replace: false });
    const answer = await sut.lookup({ key: 'a', buckets: 1, pick: 0, flight: false });
    if (answer.kind !== 'hit') throw new Error(answer.kind);
    expect(answer.entry.buffer.byteLength).toBe(5);
    expect(Buffer.from(answer.entry).toString()).toBe('reply');
  });

  it('gives no reply whose time ends while it is looked up', async () => {
    let now = 0;
    const sut = new MemoryState({ maxBytes: 5_000, maxEntry: 1_000, now: () => now++ });
    await sut.store({ key: 'a', owner: 'o', buckets: 1, entry: Uint8Array.of(1), ttlMs: 20, replace: false });
    const answers = [];
    for (let i = 0; i < 20; i++)
      answers.push(await sut.lookup({ key: 'a', buckets: 1, pick: 0, flight: false }));
    const hit = { kind: 'hit', index: 0, entry: Uint8Array.of(1) };
    expect(answers[0]).toEqual(hit);
    expect(answers.find(({ kind }) => kind !== 'hit')).toEqual({ kind: 'miss' });
    expect(
      answers.filter(({ kind }) => kind === 'hit').every((answer) => 'entry' in answer && answer.entry),
    ).toBe(true);
  });

  it('drops no reply and no list of an organisation while another has more (CA-03)', async () => {
    const sut = new MemoryState({ maxBytes: 40_000, maxEntry: 1_000 });
    const put = async (owner: string, index: number) => {
      const key = `${owner}${index}`;
      const entry = new Uint8Array(500);
      await sut.store({ key, owner, buckets: 1, entry, ttlMs: 60_000, replace: false });
      await sut.addRecent(key, new Uint8Array(500), 60_000, owner);
    };
    for (let index = 0; index < 3; index++) await put('quiet', index);
    for (let index = 0; index < 300; index++) await put('noisy', index);
    for (const key of ['quiet0', 'quiet1', 'quiet2', 'noisy299']) {
      expect(await sut.lookup({ key, buckets: 1, pick: 0, flight: false })).toMatchObject({ kind: 'hit' });
      expect(await sut.recent(key)).toHaveLength(1);
    }
    expect(await sut.recent('noisy0')).toEqual([]);
  });

  it('drops the replies that were not asked for the longest when it is full', async () => {
    const sut = new MemoryState({ maxBytes: 5_000, maxEntry: 1_000 });
    const entry = new Uint8Array(1_000);
    const has = async (key: string) =>
      (await sut.lookup({ key, buckets: 1, pick: 0, flight: false })).kind === 'hit';
    for (const key of ['a', 'b', 'c', 'd']) {
      await sut.store({ key, owner: 'o', buckets: 1, entry, ttlMs: 60_000, replace: false });
      await has('a');
    }
    expect(await Promise.all(['a', 'b', 'c', 'd'].map(has))).toEqual([true, false, true, true]);
  });
});
