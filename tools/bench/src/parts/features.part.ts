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
import { streamFrames } from '../upstream/feature-replies.js';
import type { Part, PartContext, PartResult } from './part.js';

const perSecond = 500;
const blockMs = 500;
const warmSeconds = 2;

/** What each feature of the gateway adds to a call that asks for it. */
export const featuresPart: Part = {
  name: 'features',
  title: 'What each feature adds',
  async run(context): Promise<PartResult> {
    const { cores, seconds, upstream, featureUpstream, stack } = context;
    const features: FeatureContext = {
      proxy: stack.proxyUrl,
      key: stack.key,
      fixedReply: upstream,
      upstream: featureUpstream,
      ...(await prepareFeatures(stack)),
    };
    const run = new Run(context);
    if (cores.shared) stack.pauseWorker();
    try {
      await run.measure(features, stack.proxyPid);
      await run.measureWithRedis(features);
    } finally {
      stack.resumeWorker();
    }
    const { rows, flights, notRun } = run;
    return {
      markdown: [method(seconds), featureTable(rows), ...flights].join('\n\n'),
      notRun,
      budgets: [],
    };
  },
};

class Run {
  readonly rows: FeatureRow[] = [];
  readonly flights: string[] = [];
  readonly notRun: string[] = [];

  constructor(private readonly context: PartContext) {}

  /** Everything, through the stack's own proxy. */
  async measure(features: FeatureContext, pid: number): Promise<void> {
    const cases = [
      ...plainCases(features),
      ...stateCases(features),
      ...doorCases(features),
      ...gatewayCases(features),
      ...streamCases(features),
    ];
    await this.measureCases(cases, pid);
    await this.measureFlight(features, 'in the process');
  }

  /** What keeps a state, through a proxy that has it in Redis. */
  async measureWithRedis(features: FeatureContext): Promise<void> {
    const { stack, cores, folder } = this.context;
    if (!findTool('redis-server'))
      return void this.notRun.push('features with their state in Redis: redis-server is missing');
    await this.attempt('features with their state in Redis', async () => {
      const redis = await startRedisProxy(stack, cores, folder);
      try {
        const through = { ...features, proxy: redis.url };
        await this.measureCases([...plainCases(through), ...stateCases(through)], redis.pid, 'Redis: ');
        await this.measureFlight(through, 'in Redis');
      } finally {
        await redis.stop();
      }
    });
  }

  private async measureCases(cases: readonly FeatureCase[], pid: number, prefix = ''): Promise<void> {
    const { cores, folder, seconds, featureFilter, say } = this.context;
    for (const { name, off, on, stream = false, perSecond: pace = perSecond } of cases) {
      const title = prefix + name;
      if (!title.includes(featureFilter)) continue;
      await this.attempt(title, async () => {
        const job = { off, on, perSecond: pace, seconds, warmSeconds, blockMs, pid };
        const result = await runPaired(job, cores.load, folder);
        this.rows.push({ name: title, result, stream });
        say(`  ${title}: ${number(Math.round(result.on.total.p50 - result.off.total.p50))} µs at p50`);
      });
    }
  }

  private async measureFlight(features: FeatureContext, where: string): Promise<void> {
    if (!'single flight'.includes(this.context.featureFilter)) return;
    await this.attempt(`single flight, state ${where}`, async () => {
      this.flights.push(flightText(where, await measureSingleFlight(features)));
    });
  }

  /** What cannot be measured is told of, and costs nothing else its row. */
  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.notRun.push(`${what}: ${errorMessage(error).split('\n')[0]}`);
      this.context.say(`  not run: ${what}: ${errorMessage(error)}`);
    }
  }
}

const method = (seconds: number): string =>
  `Microseconds, open loop, ${perSecond} calls a second (streams of ${streamFrames} frames 100, the cut of an overlong prompt 20) with a prompt of 1 KB, through the proxy with the feature off and on in turns of ${blockMs} ms, the order turned round each time, ${seconds} s of each; the client is the benchmark's own. "Off" is the same call without the feature's header unless the row says what it is compared with. "CPU" is what all threads of the proxy's process had for one call more. The first row compares a call with itself: differences of its size are noise.`;

const flightText = (where: string, flight: SingleFlight): string =>
  `Single flight, state ${where}: ${flight.calls} identical calls at once, the provider taking ${flight.delayMs} ms, were ${flight.upstream} ${flight.upstream === 1 ? 'call' : 'calls'} to the provider; ${flight.answered} were answered, the last after ${number(flight.slowestMs)} ms.`;
