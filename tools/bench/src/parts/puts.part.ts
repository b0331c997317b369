import { createObjectStore } from '@heliostat/stores/objects';
import { setTimeout as sleep } from 'node:timers/promises';
import { runPaced } from '../load/paced-load.js';
import { number } from '../report/markdown.js';
import { heliostatTarget } from '../targets/heliostat.target.js';
import type { Part, PartResult } from './part.js';

const perSecond = 500;
/** The slowest sealing interval, and the PUT. */
const settleMs = 7_000;

/** Objects written for the log of one organisation's traffic. */
export const putsPart: Part = {
  name: 'puts',
  title: `Object store writes at ${perSecond} requests a second of one organisation`,
  async run({ cores, folder, seconds, rounds, stack, say }): Promise<PartResult> {
    const store = createObjectStore(stack.config);
    const count = async () => {
      let objects = 0;
      for await (const _ of store.list('segments/')) objects++;
      return objects;
    };
    try {
      await sleep(settleMs);
      const before = await count();
      const { count: requests } = await runPaced(heliostatTarget(stack), {
        cores: cores.load,
        folder,
        perSecond,
        seconds: seconds * rounds,
      });
      await sleep(settleMs);
      const puts = (await count()) - before;
      const each = requests / Math.max(1, puts);
      say(`  ${puts} objects for ${requests} requests`);
      return {
        markdown: `${number(requests)} requests became ${number(puts)} objects: one for ${number(each)} requests.`,
        notRun: [],
        budgets: [
          { what: 'requests for one PUT', bar: '≥ 50', got: number(each), met: puts > 0 && each >= 50 },
        ],
      };
    } finally {
      await store.close();
    }
  },
};
