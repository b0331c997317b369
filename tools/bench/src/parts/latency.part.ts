import { pacedGenerator, runPaced, type PacedResult } from '../load/paced-load.js';
import { number, table } from '../report/markdown.js';
import { median } from '../report/quantile.js';
import { heliostatTarget } from '../targets/heliostat.target.js';
import { directTarget } from '../targets/plain.targets.js';
import type { Part, PartResult } from './part.js';

const perSecond = 500;

/** What the proxy adds to each request at a moderate pace. */
export const latencyPart: Part = {
  name: 'latency',
  title: `Added latency at ${perSecond} requests a second`,
  async run({ cores, folder, seconds, rounds, upstream, stack, say }): Promise<PartResult> {
    const direct: PacedResult[] = [];
    const through: PacedResult[] = [];
    const options = { cores: cores.load, folder, perSecond };
    await runPaced(heliostatTarget(stack), { ...options, seconds: 5 });
    if (cores.shared) stack.pauseWorker();
    // In turns, so that a slow moment of the machine hits both.
    for (let i = 0; i < rounds; i++) {
      direct.push(await runPaced(directTarget(upstream), { ...options, seconds }));
      through.push(await runPaced(heliostatTarget(stack), { ...options, seconds }));
    }
    stack.resumeWorker();
    const of = (results: PacedResult[], key: keyof PacedResult) => median(results.map((r) => r[key]));
    const added = (key: 'p50' | 'p90' | 'p99') => of(through, key) - of(direct, key);
    say(`  added: p50 ${number(added('p50'))} ms, p99 ${number(added('p99'))} ms`);
    const row = (name: string, results: PacedResult[]) => [
      name,
      number(of(results, 'p50')),
      number(of(results, 'p90')),
      number(of(results, 'p99')),
      String(results.reduce((sum, r) => sum + r.failed, 0)),
    ];
    return {
      markdown: [
        `${pacedGenerator()}, open loop, median of ${rounds} × ${seconds} s each, direct and through the proxy in turns.`,
        table(
          ['way', 'p50 ms', 'p90 ms', 'p99 ms', 'failed'],
          [
            row('upstream, directly', direct),
            row('through Heliostat', through),
            ['added', number(added('p50')), number(added('p90')), number(added('p99')), ''],
          ],
        ),
      ].join('\n\n'),
      notRun: [],
      budgets: [
        {
          what: 'added latency, p50',
          bar: '≤ 0.5 ms',
          got: `${number(added('p50'))} ms`,
          met: added('p50') <= 0.5,
        },
        {
          what: 'added latency, p99',
          bar: '≤ 3 ms',
          got: `${number(added('p99'))} ms`,
          met: added('p99') <= 3,
        },
      ],
    };
  },
};
