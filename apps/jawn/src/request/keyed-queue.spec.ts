import { setImmediate as turn } from 'node:timers/promises';
import { KeyedQueue } from './keyed-queue.js';

describe(KeyedQueue.name, () => {
  it('runs tasks of one key in order, also after a failure', async () => {
    const sut = new KeyedQueue();
    const seen: string[] = [];
    const first = sut.run('a', async () => {
      await turn();
      seen.push('first');
      throw new Error('no');
    });
    const second = sut.run('a', async () => seen.push('second'));
    await expect(first).rejects.toThrow('no');
    await second;
    expect(seen).toEqual(['first', 'second']);
  });

  it('does not let keys wait for each other', async () => {
    const sut = new KeyedQueue();
    let finish = () => {};
    const slow = sut.run('a', () => new Promise<void>((resolve) => (finish = resolve)));
    expect(await sut.run('b', async () => 'fast')).toBe('fast');
    finish();
    await slow;
  });
});
