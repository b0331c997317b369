import { setTimeout as sleep } from 'node:timers/promises';
import { inOrder } from './in-order.js';

async function* upTo(count: number) {
  for (let n = 0; n < count; n++) yield n;
}

describe(inOrder.name, () => {
  it('gives results in the order of the items, and never runs more at once than it may', async () => {
    let running = 0;
    let most = 0;
    const results: number[] = [];
    const work = async (n: number) => {
      most = Math.max(most, ++running);
      await sleep(n % 3);
      running--;
      return n;
    };
    for await (const result of inOrder(upTo(20), 4, work)) results.push(result);
    expect(results).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(most).toBe(4);
  });

  it('fails with the first failure once nothing runs any more', async () => {
    let running = 0;
    const work = async (n: number) => {
      running++;
      await sleep(5);
      running--;
      if (n === 2) throw new Error('disk full');
    };
    const sut = async () => {
      for await (const _ of inOrder(upTo(20), 4, work));
    };
    await expect(sut()).rejects.toThrow('disk full');
    expect(running).toBe(0);
  });
});
