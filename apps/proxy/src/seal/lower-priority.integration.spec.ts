import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Node itself takes the types away for a thread, which Jest's modules do not reach. */
const sut = new URL('./lower-priority.ts', import.meta.url).href;

/** The 19th field of a thread's `stat`: the 17th after its name in brackets. Undefined once the thread has ended. */
function niceness(thread: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')[1]?.split(' ')[16]);
  } catch {
    return undefined;
  }
}

const linux = process.platform === 'linux' ? it : it.skip;

describe('lowerPriority', () => {
  linux('makes the thread that calls it nicer, and no other', async () => {
    const before = new Map(readdirSync('/proc/self/task').map((thread) => [thread, niceness(thread)]));
    const worker = new Worker(
      `import(${JSON.stringify(sut)}).then(({ lowerPriority }) => {
         lowerPriority();
         const { parentPort } = require('node:worker_threads');
         parentPort.on('message', () => {});
         parentPort.postMessage(require('node:fs').readlinkSync('/proc/thread-self').split('/')[2]);
       });`,
      { eval: true },
    );
    const [thread] = (await once(worker, 'message')) as [string];
    const lowered = niceness(thread);
    const others = [...before]
      .filter(([name]) => name !== thread)
      .map(([name, was]) => [was, niceness(name)])
      .filter(([was, is]) => was !== undefined && is !== undefined);
    await worker.terminate();

    expect(lowered).toBe(10);
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(([was, is]) => was !== is)).toEqual([]);
  });
});
