import { errorMessage } from '@heliostat/platform';
import { doorCases, plainCases, stateCases } from '../features/door-cases.js';
import type { FeatureCase, FeatureContext } from '../features/feature-case.js';
import { featureTable, type FeatureRow } from '../features/feature-table.js';
import { gatewayCases, streamCases } from '../features/gateway-cases.js';
import { prepareFeatures } from '../features/prepare-features.js';
import { measureSingleFlight, type SingleFlight } from '../features/single-flight.js';
import { findTool } from '../host/tools.js';
import { runPaired } from '../load/paired-load.js';
import { number } from '../report/markdown.js';
import { startRedisProxy } from '../stack/redis-proxy.js';
import type { Part, PartContext, PartResult } from './part.js';

const perSecond = 500;
const streamFrames = 45;
const blockMs = 500;
const warmSeconds = 2;

/** What each feature of the gateway adds to a call that asks for it. */
export const featuresPart: Part = {
  name: 'features',
  title: 'What each feature adds',
  async run(context): Promise<PartResult> {
    const { cores, folder, seconds, upstream, featureUpstream, stack } = context;
    const features: FeatureContext = {
      proxy: stack.proxyUrl,
      key: stack.key,
      fixedReply: upstream,
      upstream: featureUpstream,
      ...(await prepareFeatures(stack)),
    };
    const notRun: string[] = [];
    if (cores.shared) stack.pauseWorker();
    try {
      const run = new Run(context, notRun);
      const flights: string[] = [];
      await run.measure(stack.proxyPid, [
        ...plainCases(features),
        ...stateCases(features),
        ...doorCases(features),
        ...gatewayCases(features),
        ...streamCases(features),
      ]);
      flights.push(flightText('in the process', await measureSingleFlight(features)));
      if (findTool('redis-server')) {
        const redis = await startRedisProxy(stack, cores, folder);
        try {
          const through = { ...features, proxy: redis.url };
          await run.measure(redis.pid, [...plainCases(through), ...stateCases(through)], 'Redis: ');
          flights.push(flightText('in Redis', await measureSingleFlight(through)));
        } finally {
          await redis.stop();
        }
      } else notRun.push('features with their state in Redis: redis-server is missing');
      return {
        markdown: [...method(seconds), featureTable(run.rows), ...flights].join('\n\n'),
        notRun,
        budgets: [],
      };
    } finally {
      stack.resumeWorker();
    }
  },
};

class Run {
  readonly rows: FeatureRow[] = [];

  constructor(
    private readonly context: PartContext,
    private readonly notRun: string[],
  ) {}

  /** One after the other; a case that cannot be measured is told of and costs no other its row. */
  async measure(pid: number, cases: readonly FeatureCase[], prefix = ''): Promise<void> {
    const { cores, folder, seconds, say } = this.context;
    for (const { name, off, on, stream = false, perSecond: pace = perSecond } of cases) {
      const title = prefix + name;
      try {
        const job = { off, on, perSecond: pace, seconds, warmSeconds, blockMs, pid };
        const result = await runPaired(job, cores.load, folder);
        this.rows.push({ name: title, result, stream });
        say(`  ${title}: ${number(result.on.total.p50 - result.off.total.p50)} µs at p50`);
      } catch (error) {
        this.notRun.push(`${title}: ${errorMessage(error).split('\n')[0]}`);
        say(`  not run: ${title}: ${errorMessage(error)}`);
      }
    }
  }
}

const method = (seconds: number): string[] => [
  `Microseconds, open loop, ${perSecond} calls a second (streams of ${streamFrames} frames 100, the cut of an overlong prompt 20) with a prompt of 1 KB, through the proxy with the feature off and on in turns of ${blockMs} ms, the order turned round each time, ${seconds} s of each; the client is the benchmark's own. "Off" is the same call without the feature's header unless the row says what it is compared with. "CPU" is what all threads of the proxy's process had for one call more. The first row compares a call with itself: differences of its size are noise.`,
];

const flightText = (where: string, flight: SingleFlight): string =>
  `Single flight, state ${where}: ${flight.calls} identical calls at once, the provider taking ${flight.delayMs} ms, were ${flight.upstream} ${flight.upstream === 1 ? 'call' : 'calls'} to the provider; ${flight.answered} were answered, the last after ${number(flight.slowestMs)} ms.`;
