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
    await sut.store({ key: 'a', buckets: 1, entry, ttlMs: 60_000, replace: false });
    const answer = await sut.lookup({ key: 'a', buckets: 1, pick: 0, flight: false });
    if (answer.kind !== 'hit') throw new Error(answer.kind);
    expect(answer.entry.buffer.byteLength).toBe(5);
    expect(Buffer.from(answer.entry).toString()).toBe('reply');
  });

  it('drops the replies that were not asked for the longest when it is full', async () => {
    const sut = new MemoryState({ maxBytes: 5_000, maxEntry: 1_000 });
    const entry = new Uint8Array(1_000);
    const has = async (key: string) =>
      (await sut.lookup({ key, buckets: 1, pick: 0, flight: false })).kind === 'hit';
    for (const key of ['a', 'b', 'c', 'd']) {
      await sut.store({ key, buckets: 1, entry, ttlMs: 60_000, replace: false });
      await has('a');
    }
    expect(await Promise.all(['a', 'b', 'c', 'd'].map(has))).toEqual([true, false, true, true]);
  });
});
