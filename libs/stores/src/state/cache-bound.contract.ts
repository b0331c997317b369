import type { SharedState } from './shared-state.js';

const day = 24 * 60 * 60_000;
const entryBytes = 1_000;

/**
 * What bounds the cache. `make` gives two empty states that share: those of two processes or replicas, which keep at most
 * `maxBytes` together.
 */
export function describeCacheBound(make: (maxBytes: number) => Promise<[SharedState, SharedState]>): void {
  const maxBytes = 50_000;
  let states: [SharedState, SharedState];
  beforeEach(async () => (states = await make(maxBytes)));
  afterEach(() => Promise.all(states.map((state) => state.close())));

  const put = (index: number, { ttlMs = day, bytes = entryBytes, replace = false } = {}) =>
    states[index % 2]!.store({
      key: `o:${index}`,
      owner: 'o',
      buckets: 1,
      entry: new Uint8Array(bytes),
      ttlMs,
      replace,
    });
  const has = async (index: number) =>
    (await states[0].lookup({ key: `o:${index}`, buckets: 1, pick: 0, flight: false })).kind === 'hit';
  const kept = async (count: number) => {
    const found = await Promise.all(Array.from({ length: count }, (_, index) => has(index)));
    return found.flatMap((one, index) => (one ? [index] : []));
  };

  it('stays below its bytes when it is filled beyond them, and keeps the newest (CA-03)', async () => {
    for (let index = 0; index < 120; index++) await put(index);
    const indices = await kept(120);
    expect(indices.length * entryBytes).toBeLessThanOrEqual(maxBytes);
    expect(indices.length).toBeGreaterThan(15);
    expect(indices).toEqual(Array.from({ length: indices.length }, (_, at) => 120 - indices.length + at));
  });

  it('stays below them when many store at the same time', async () => {
    await Promise.all(Array.from({ length: 120 }, (_, index) => put(index)));
    const indices = await kept(120);
    expect(indices.length * entryBytes).toBeLessThanOrEqual(maxBytes);
    expect(indices.length).toBeGreaterThan(15);
  });

  it('drops a reply of a year as well as one of an hour', async () => {
    await put(0, { ttlMs: 365 * day });
    for (let index = 1; index < 120; index++) await put(index, { ttlMs: day / 24 });
    expect(await has(0)).toBe(false);
    expect(await has(119)).toBe(true);
  });

  it('counts a reply that is replaced once', async () => {
    await put(0);
    for (let round = 0; round < 120; round++) await put(1, { replace: true });
    expect(await kept(2)).toEqual([0, 1]);
  });

  it('does not keep a reply that is larger than all may be together', async () => {
    await put(0);
    expect(await put(1, { bytes: maxBytes + 1 })).toBeUndefined();
    expect(await kept(2)).toEqual([0]);
  });

  it('bounds lists too, and keeps the newest', async () => {
    for (let index = 0; index < 300; index++)
      await states[index % 2]!.addRecent(`l:${index}`, new Uint8Array(entryBytes), day, 'o');
    expect(await states[0].recent('l:0')).toEqual([]);
    expect(await states[0].recent('l:299')).toHaveLength(1);
  });
}
