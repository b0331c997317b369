import { setImmediate as turn } from 'node:timers/promises';
import { RowBatcher, type Batch } from './row-batcher.js';

const setUp = (
  write?: (batch: Batch<number, string>) => Promise<void>,
  options: { maxRows?: number } = {},
) => {
  const batches: Batch<number, string>[] = [];
  const sut = new RowBatcher<number, string>({
    write: async (batch) => {
      batches.push(batch);
      await write?.(batch);
    },
    intervalMs: 20,
    quietMs: 5,
    ...options,
  });
  return { sut, batches };
};

describe(RowBatcher.name, () => {
  it('gathers the rows of several segments into one write', async () => {
    const { sut, batches } = setUp();
    await Promise.all([sut.add([1, 2], 'a'), sut.add([3], 'b')]);
    expect(batches).toEqual([{ rows: [1, 2, 3], marks: ['a', 'b'] }]);
  });

  it('settles a segment only once the write that carried it has finished', async () => {
    let finish = () => {};
    let begin = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const { sut } = setUp(() => {
      begin();
      return new Promise((resolve) => (finish = resolve));
    });
    let settled = false;
    const added = sut.add([1], 'a').then(() => (settled = true));
    await begun;
    await turn();
    expect(settled).toBe(false);
    finish();
    await added;
    expect(settled).toBe(true);
  });

  it('fails every segment of a write that failed, and takes new ones after', async () => {
    let broken = true;
    const { sut, batches } = setUp(async () => {
      if (broken) throw new Error('no disk');
    });
    const first = await Promise.allSettled([sut.add([1], 'a'), sut.add([2], 'b')]);
    expect(first.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    broken = false;
    await sut.add([3], 'c');
    expect(batches.at(-1)).toEqual({ rows: [3], marks: ['c'] });
  });

  it('writes at once when a batch is full', async () => {
    const { sut, batches } = setUp(undefined, { maxRows: 2 });
    const added = sut.add([1, 2], 'a');
    expect(batches).toHaveLength(1);
    await added;
  });

  it('never runs two writes at a time', async () => {
    let running = 0;
    let most = 0;
    const { sut } = setUp(
      async () => {
        most = Math.max(most, ++running);
        await turn();
        running--;
      },
      { maxRows: 1 },
    );
    await Promise.all([sut.add([1], 'a'), sut.add([2], 'b'), sut.add([3], 'c')]);
    expect(most).toBe(1);
  });

  it('flushes what waits before a stop', async () => {
    const { sut, batches } = setUp();
    const added = sut.add([1], 'a');
    await sut.flush();
    await added;
    expect(batches).toHaveLength(1);
  });
});
