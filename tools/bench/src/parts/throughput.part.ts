import { errorMessage } from '@heliostat/platform';
import { runWrk, type WrkResult } from '../load/wrk.js';
import { residentBytes } from '../process/proc.js';
import { megabytes, number, table } from '../report/markdown.js';
import { median } from '../report/quantile.js';
import { heliostatTarget } from '../targets/heliostat.target.js';
import { litellmTarget } from '../targets/litellm.target.js';
import { directTarget, forwarderTarget, nginxTarget } from '../targets/plain.targets.js';
import { portkeyTarget } from '../targets/portkey.target.js';
import type { Target, TargetContext } from '../targets/target.js';
import type { Budget, Part, PartContext, PartResult } from './part.js';

const connections = 64;
const warmSeconds = 5;

type Row = { name: string; result: WrkResult; bytes: number };

/** Requests a second on one core, every gateway in the same run. */
export const throughputPart: Part = {
  name: 'throughput',
  title: 'Throughput on one core',
  async run(context): Promise<PartResult> {
    const notRun: string[] = [];
    const rows: Row[] = [];
    const { cores, folder, cache, upstream, stack, say } = context;
    const targetContext: TargetContext = { folder, cache, cores: cores.target, upstream };
    const measure = async (start: () => Promise<Target> | Target) => {
      try {
        rows.push(await measureTarget(await start(), context));
      } catch (error) {
        notRun.push(errorMessage(error).split('\n')[0]!);
        say(`  not run: ${errorMessage(error)}`);
      }
    };
    await measure(() => directTarget(upstream));
    await measure(() => nginxTarget(targetContext));
    // The yardstick before and after, so that a machine that changes its speed shows.
    await measure(() => forwarderTarget(targetContext));
    if (cores.shared) stack.pauseWorker();
    await measure(() => heliostatTarget(stack));
    await measure(() => forwarderTarget(targetContext));
    await measure(() => portkeyTarget(targetContext));
    await measure(() => litellmTarget(targetContext));
    stack.resumeWorker();

    const rate = (pattern: RegExp) =>
      median(rows.filter((r) => pattern.test(r.name)).map((r) => r.result.perSecond)) || NaN;
    const heliostat = rate(/^Heliostat/);
    const markdown = [
      `wrk, ${connections} connections, ${warmSeconds} s to warm, then the median of ${context.rounds} × ${context.seconds} s. Gateway alone on core ${cores.target}; wrk and nginx (a fixed reply of 1.2 KB) on core ${cores.load}.${cores.shared ? ' With two cores the worker is paused meanwhile: the logs it would ingest wait in the object store, sealed and queued.' : ''}`,
      table(
        ['gateway', 'requests/s', 'Heliostat is', 'p50 ms', 'p90 ms', 'p99 ms', 'failed', 'RSS'],
        rows.map(({ name, result, bytes }) => [
          name,
          number(result.perSecond),
          `${number(heliostat / result.perSecond)} ×`,
          number(result.p50),
          number(result.p90),
          number(result.p99),
          String(result.failed),
          bytes > 0 ? megabytes(bytes) : '–',
        ]),
      ),
    ].join('\n\n');
    const budget = (what: string, bar: number, other: number): Budget[] =>
      Number.isFinite(other) && Number.isFinite(heliostat)
        ? [{ what, bar: `≥ ${bar} ×`, got: `${number(heliostat / other)} ×`, met: heliostat / other >= bar }]
        : [];
    return {
      markdown,
      notRun,
      budgets: [
        ...budget('throughput, against a bare forwarder', 0.8, rate(/^bare/)),
        ...budget('throughput, against Portkey', 6, rate(/^Portkey/)),
        ...budget('throughput, against LiteLLM', 80, rate(/^LiteLLM/)),
      ],
    };
  },
};

async function measureTarget(target: Target, context: PartContext): Promise<Row> {
  const { cores, folder, seconds, rounds, say } = context;
  const wrk = { cores: cores.load, folder, connections };
  try {
    await runWrk(target, { ...wrk, seconds: warmSeconds });
    const results: WrkResult[] = [];
    for (let i = 0; i < rounds; i++) results.push(await runWrk(target, { ...wrk, seconds }));
    const bytes = target.pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
    const of = (key: keyof WrkResult) => median(results.map((r) => r[key]));
    const result = {
      perSecond: of('perSecond'),
      failed: results.reduce((sum, r) => sum + r.failed, 0),
      p50: of('p50'),
      p90: of('p90'),
      p99: of('p99'),
    };
    say(`  ${target.name}: ${number(result.perSecond)} requests/s, p99 ${number(result.p99)} ms`);
    return { name: target.name, result, bytes };
  } finally {
    await target.stop();
  }
}
