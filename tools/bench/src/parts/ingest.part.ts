import { CodedError } from '@heliostat/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillSegments } from '../ingest/fill-segments.js';
import { megabytes, number } from '../report/markdown.js';
import type { HeliostatStack } from '../stack/heliostat-stack.js';
import type { Part, PartResult } from './part.js';

/** No row for so long: something is broken. */
const stuckMs = 120_000;

/** Records a second from the object store into ClickHouse, the worker on one core, ClickHouse on the others. */
export const ingestPart: Part = {
  name: 'ingest',
  title: 'Ingest',
  async run({ cores, rows, stack, say }): Promise<PartResult> {
    await settled(stack);
    const before = await countRows(stack);
    stack.pauseWorker();
    const identity = await stack.identity();
    let told = 0;
    const filled = await fillSegments(stack.config, identity, rows, (records) => {
      if (records - told < rows / 5) return;
      told = records;
      say(`  ${number(records)} records written to segments`);
    });
    // The proxy is idle now: the worker takes its core, ClickHouse and Postgres stay on theirs.
    stack.pin('worker', cores.target);
    stack.resumeWorker();
    const begin = performance.now();
    let [seen, moved] = [before, begin];
    while (seen < before + filled.records) {
      await sleep(500);
      const now = await countRows(stack);
      if (now > seen) [seen, moved] = [now, performance.now()];
      else if (performance.now() - moved > stuckMs)
        throw new CodedError(
          'bench/ingest',
          `No row for ${stuckMs / 1000} s; ${seen - before} of ${filled.records} are there.`,
        );
    }
    const seconds = (performance.now() - begin) / 1000;
    stack.pin('worker', cores.rest);
    const rate = filled.records / seconds;
    say(`  ${number(filled.records)} rows in ${number(seconds)} s: ${number(rate)} rows/s`);
    return {
      markdown: `${number(filled.records)} records (${number(filled.segments)} segments, ${megabytes(filled.bytes)} compressed) were rows after ${number(seconds)} s: ${number(rate)} rows/s. Worker on core ${cores.target}, ClickHouse and Postgres on ${cores.rest}; usage and cost are computed on the way.`,
      notRun: [],
      budgets: [
        {
          what: 'ingest, one core',
          bar: '≥ 10,000 rows/s',
          got: `${number(rate)} rows/s`,
          met: rate >= 10_000,
        },
      ],
    };
  },
};

export const countRows = (stack: HeliostatStack): Promise<number> =>
  stack.api<number>('/v1/request/count/query', { filter: 'all' });

/** Waits until rows of earlier parts have arrived: no new one for three seconds. */
async function settled(stack: HeliostatStack): Promise<void> {
  for (let last = -1, still = 0; still < 6;) {
    const now = await countRows(stack);
    still = now === last ? still + 1 : 0;
    last = now;
    await sleep(500);
  }
}
