import { runPaced } from '../load/paced-load.js';
import { residentBytes } from '../process/proc.js';
import { megabytes, number, table } from '../report/markdown.js';
import { heliostatTarget } from '../targets/heliostat.target.js';
import type { Part, PartResult } from './part.js';

const perSecond = 1000;
const samplesShown = 6;

/** Resident memory of the proxy at a constant load. */
export const memoryPart: Part = {
  name: 'memory',
  title: `Memory at ${number(perSecond)} requests a second`,
  async run({ cores, folder, seconds, rounds, stack, say }): Promise<PartResult> {
    const duration = seconds * rounds * 2;
    const idle = residentBytes(stack.proxyPid);
    const samples: number[] = [];
    const timer = setInterval(() => samples.push(residentBytes(stack.proxyPid)), 1000);
    try {
      await runPaced(heliostatTarget(stack), { cores: cores.load, folder, perSecond, seconds: duration });
    } finally {
      clearInterval(timer);
    }
    const peak = Math.max(...samples);
    const shown = [
      ...new Set(
        Array.from({ length: samplesShown }, (_, i) =>
          Math.max(0, Math.round(((i + 1) / samplesShown) * samples.length) - 1),
        ),
      ),
    ];
    say(`  peak ${megabytes(peak)}`);
    return {
      markdown: [
        `RSS of the proxy's process over ${duration} s of load; the worker ingests meanwhile.`,
        table(
          ['after', '0 s (idle)', ...shown.map((i) => `${i + 1} s`), 'peak'],
          [['RSS', megabytes(idle), ...shown.map((i) => megabytes(samples[i] ?? 0)), megabytes(peak)]],
        ),
      ].join('\n\n'),
      notRun: [`flat for an hour: this run lasts ${duration} s`],
      budgets: [
        {
          what: `memory at ${number(perSecond)} requests/s`,
          bar: '≤ 150 MB',
          got: megabytes(peak),
          met: peak <= 150e6,
        },
      ],
    };
  },
};
