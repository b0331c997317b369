import { setTimeout as sleep } from 'node:timers/promises';
import { KeyedQueue } from './keyed-queue.js';

describe(KeyedQueue.name, () => {
  it('runs tasks of one key in order, also after a failure', async () => {
    const sut = new KeyedQueue();
    const seen: string[] = [];
    const first = sut.run('a', async () => {
      await sleep(20);
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
    const slow = sut.run('a', () => sleep(50).then(() => 'slow'));
    expect(await Promise.race([slow, sut.run('b', async () => 'fast')])).toBe('fast');
    await slow;
  });
});
