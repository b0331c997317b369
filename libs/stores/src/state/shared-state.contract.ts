import { setTimeout as delay } from 'node:timers/promises';
import type { CacheQuestion, LimitTake, SharedState } from './shared-state.js';

const never = new AbortController().signal;
const bytes = (text: string) => new TextEncoder().encode(text);
const minute = 60_000;

let keys = 0;
/** No test sees another's keys. */
const newKey = () => `org-${++keys}:${Math.random().toString(36).slice(2)}`;

const question = (key: string, rest: Partial<CacheQuestion> = {}): CacheQuestion => ({
  key,
  buckets: 1,
  pick: 0,
  flight: false,
  ...rest,
});
const storing = (key: string, text: string, rest = {}) => ({
  key,
  owner: 'org-1',
  buckets: 1,
  entry: bytes(text),
  ttlMs: minute,
  replace: false,
  ...rest,
});
const request = (key: string, quota: number): LimitTake => ({
  key,
  quota,
  windowMs: minute,
  amount: 1,
  estimated: false,
});
const spending = (key: string, quota: number): LimitTake => ({ ...request(key, quota), estimated: true });

/**
 * What shared state must do. `make` gives two that share: those of two processes or replicas. Their limit for one entry is
 * 1,000 bytes.
 */
export function describeSharedState(make: () => Promise<[SharedState, SharedState]>): void {
  let sut: SharedState;
  let other: SharedState;
  beforeAll(async () => {
    [sut, other] = await make();
  });
  afterAll(async () => {
    await sut.close();
    await other.close();
  });

  const text = async (asked: CacheQuestion, state = sut) => {
    const answer = await state.lookup(asked);
    return answer.kind === 'hit' ? Buffer.from(answer.entry).toString() : answer.kind;
  };

  it('can be asked', async () => {
    await expect(sut.check()).resolves.toBeUndefined();
  });

  it('gives back every byte of a reply that another process stored', async () => {
    const key = newKey();
    const entry = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(await sut.store({ ...storing(key, ''), entry })).toBe(0);
    const answer = await other.lookup(question(key));
    expect(answer).toMatchObject({ kind: 'hit', index: 0 });
    expect(answer.kind === 'hit' && Buffer.from(answer.entry).equals(entry)).toBe(true);
  });

  it('hits only once all slots are full, and then picks among them (CA-04)', async () => {
    const key = newKey();
    const asked = question(key, { buckets: 3 });
    for (const [index, letter] of ['a', 'b', 'c'].entries()) {
      expect(await text(asked)).toBe('miss');
      expect(await sut.store(storing(key, letter, { buckets: 3 }))).toBe(index);
    }
    const picked = [0, 0.34, 0.67, 0.999].map((pick) => text({ ...asked, pick }));
    expect(await Promise.all(picked)).toEqual(['a', 'b', 'c', 'c']);
  });

  it('fills different slots at the same time', async () => {
    const key = newKey();
    const storings = Array.from({ length: 6 }, (_, i) =>
      (i % 2 ? sut : other).store(storing(key, `${i}`, { buckets: 4 })),
    );
    const filled = await Promise.all(storings);
    expect(filled.filter((index) => index !== undefined).sort()).toEqual([0, 1, 2, 3]);
  });

  it('replaces a good reply only when told to', async () => {
    const key = newKey();
    await sut.store(storing(key, 'old'));
    expect(await sut.store(storing(key, 'new'))).toBeUndefined();
    expect(await text(question(key))).toBe('old');
    expect(await sut.store(storing(key, 'new', { replace: true }))).toBe(0);
    expect(await text(question(key))).toBe('new');
  });

  it('forgets a reply after its time (CA-03)', async () => {
    const key = newKey();
    await sut.store(storing(key, 'old', { ttlMs: 30 }));
    while ((await text(question(key))) !== 'miss') await delay(5);
    expect(await sut.store(storing(key, 'new'))).toBe(0);
  });

  it('does not keep an entry above its limit', async () => {
    const key = newKey();
    expect(await sut.store(storing(key, 'x'.repeat(1_001)))).toBeUndefined();
    expect(await sut.store(storing(key, 'x'.repeat(1_000)))).toBe(0);
  });

  it('lets one of many concurrent misses lead', async () => {
    const key = newKey();
    const asked = question(key, { flight: true });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => (i % 2 ? sut : other).lookup(asked)),
    );
    expect(answers.filter(({ kind }) => kind === 'leader')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'follower')).toHaveLength(49);
  });

  it('lets followers of both processes go on when the leader ends, who then find its reply', async () => {
    const key = newKey();
    const asked = question(key, { flight: true });
    const led = await sut.lookup(asked);
    if (led.kind !== 'leader') throw new Error(led.kind);
    let ended = false;
    const followers = [sut, other].map(async (state) => {
      await state.wait(key, minute, never);
      expect(ended).toBe(true);
      return text(asked, state);
    });
    await delay(30);
    ended = true;
    await sut.store(storing(key, 'led'));
    await sut.release(key, led.lease);
    expect(await Promise.all(followers)).toEqual(['led', 'led']);
  });

  it('lets another lead once a flight has ended without a reply', async () => {
    const key = newKey();
    const asked = question(key, { flight: true });
    const led = await sut.lookup(asked);
    if (led.kind !== 'leader') throw new Error(led.kind);
    await sut.release(key, led.lease);
    expect(await other.lookup(asked)).toMatchObject({ kind: 'leader' });
  });

  it('does not end a flight by a lease that is not its own', async () => {
    const key = newKey();
    await sut.lookup(question(key, { flight: true }));
    await other.release(key, 'another');
    expect(await other.lookup(question(key, { flight: true }))).toEqual({ kind: 'follower' });
  });

  it('waits no longer than told, nor than the client does', async () => {
    const key = newKey();
    await sut.lookup(question(key, { flight: true }));
    await expect(other.wait(key, 20, never)).resolves.toBeUndefined();
    const client = new AbortController();
    const waiting = other.wait(key, minute, client.signal);
    client.abort();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('does not wait for a flight that is not under way', async () => {
    await expect(sut.wait(newKey(), minute, never)).resolves.toBeUndefined();
  });

  it('keeps the newest hundred items of a list, for both processes', async () => {
    const list = newKey();
    expect(await other.recent(list)).toEqual([]);
    for (let i = 0; i < 103; i++)
      await (i % 2 ? sut : other).addRecent(list, Uint8Array.of(i, 255), minute, 'o');
    const items = (await other.recent(list)).map((item) => [...item]);
    expect(items).toEqual(Array.from({ length: 100 }, (_, i) => [102 - i, 255]));
  });

  it('forgets a list after its time, which a shorter one does not cut', async () => {
    const [short, long] = [newKey(), newKey()];
    await sut.addRecent(long, bytes('a'), minute, 'o');
    await sut.addRecent(long, bytes('b'), 20, 'o');
    await sut.addRecent(short, bytes('a'), 20, 'o');
    while ((await sut.recent(short)).length > 0) await delay(5);
    await delay(20);
    expect(await other.recent(long)).toHaveLength(2);
  });

  it('admits exactly the quota of 200 concurrent calls on two processes (RL-01)', async () => {
    const key = newKey();
    const calls = Array.from({ length: 200 }, (_, i) => (i % 2 ? sut : other).take([request(key, 75)]));
    const answers = (await Promise.all(calls)).flat();
    const admitted = answers.filter((answer) => answer.admitted);
    expect(admitted).toHaveLength(75);
    expect(admitted.map(({ used }) => used).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 75 }, (_, i) => i),
    );
  });

  it('takes from all limits or from none', async () => {
    const group = newKey();
    const [wide, narrow] = [`${group}:wide`, `${group}:narrow`];
    const both = [request(wide, 10), request(narrow, 1)];
    expect((await sut.take(both)).map(({ admitted }) => admitted)).toEqual([true, true]);
    const refused = await other.take(both);
    expect(refused.map(({ admitted }) => admitted)).toEqual([true, false]);
    expect(refused.map(({ taken }) => taken)).toEqual([0, 0]);
    const [after] = await sut.take([request(wide, 10)]);
    expect(after).toMatchObject({ admitted: true, used: 1 });
  });

  it('says how long a refused call would have to wait', async () => {
    const key = newKey();
    const [taken] = await sut.take([request(key, 1)]);
    const [refused] = await other.take([request(key, 1)]);
    expect(refused!.retryInMs).toBe(taken!.at + minute - refused!.at);
    expect(refused!.emptyInMs).toBe(refused!.retryInMs);
  });

  it('admits by what was spent, and refuses once the quota is reached (RL-05)', async () => {
    const key = newKey();
    for (const used of [0, 30]) {
      const [taken] = await sut.take([spending(key, 50)]);
      expect(taken).toMatchObject({ admitted: true, used });
      await other.settle([{ key, windowMs: minute, at: taken!.at, taken: taken!.taken, actual: 30 }]);
    }
    expect((await sut.take([spending(key, 50)]))[0]).toMatchObject({ admitted: false, used: 60 });
  });

  it('reserves what such calls used before, so that parallel calls do not run away', async () => {
    const key = newKey();
    const [first] = await sut.take([spending(key, 100)]);
    await sut.settle([{ key, windowMs: minute, at: first!.at, taken: first!.taken, actual: 30 }]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => other.take([spending(key, 100)])));
    expect(answers.flat().filter(({ admitted }) => admitted)).toHaveLength(3);
  });

  it('counts what nobody asked for before, which says nothing of what calls use', async () => {
    const key = newKey();
    const [first] = await sut.take([spending(key, 100)]);
    await sut.settle([{ key, windowMs: minute, at: first!.at, taken: first!.taken, actual: 30 }]);
    await other.settle([{ key, windowMs: minute, at: 0, taken: 0, actual: 2 }]);
    expect((await sut.take([spending(key, 100)]))[0]).toMatchObject({ used: 32, taken: 30 });
  });

  it('gives an estimate back where nothing was spent', async () => {
    const key = newKey();
    const [taken] = await sut.take([{ ...spending(key, 5), amount: 5 }]);
    expect((await sut.take([spending(key, 5)]))[0]!.admitted).toBe(false);
    await sut.settle([{ key, windowMs: minute, at: taken!.at, taken: 5, actual: 0 }]);
    expect((await sut.take([spending(key, 5)]))[0]!.used).toBe(0);
  });

  it('counts in fractions of a quota and far beyond 32 bits', async () => {
    expect((await sut.take([request(newKey(), 0.5)]))[0]!.admitted).toBe(false);
    const key = newKey();
    const [large] = await sut.take([{ ...request(key, 9e15), amount: 8e15 }]);
    expect(large!.taken).toBe(8e15);
    expect((await other.take([{ ...request(key, 9e15), amount: 1e15 + 1 }]))[0]).toMatchObject({
      admitted: false,
      used: 8e15,
    });
  });
}
