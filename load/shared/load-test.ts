import type { Options, Scenario } from 'k6/options';
import { summaryTrendStats, thresholds, type Baseline } from './chat.ts';
import type { Settings } from './settings.ts';

export type LoadTestParts = {
  /** As the summary calls it. */
  name: string;
  scenario: Scenario;
  /** Calls through the proxy before anything counts, and direct ones for the baseline; each has a default. */
  warmingCalls?: number;
  baselineCalls?: number;
  /** In place of the bars that every script has. */
  bars?: Record<string, string[]>;
};

/** What a script calls: warming and baseline in `setup`, then one call after the other. */
export type LoadCalls<B extends Baseline> = {
  warm(calls?: number): void;
  measureBaseline(calls?: number): B;
  callProxy(baseline: B): void;
};

/** What every script is: it warms the proxy, measures the provider itself, and then counts calls through the proxy. */
export function createLoadTest<B extends Baseline>(
  settings: Settings,
  chat: LoadCalls<B>,
  parts: LoadTestParts,
) {
  const options: Options = {
    scenarios: { [parts.name]: parts.scenario },
    thresholds: { ...thresholds(settings), ...parts.bars },
    summaryTrendStats,
  };
  return {
    options,
    setup: (): B => {
      chat.warm(parts.warmingCalls);
      return chat.measureBaseline(parts.baselineCalls);
    },
    run: (baseline: B): void => chat.callProxy(baseline),
  };
}

/** So many calls a second, whether or not the ones before are answered; `growth`: how many more users may be needed. */
export const steadyRate = ({ rate, duration, vus }: Settings, growth = 8): Scenario => ({
  executor: 'constant-arrival-rate',
  rate,
  timeUnit: '1s',
  duration,
  preAllocatedVUs: vus,
  maxVUs: vus * growth,
});

/** A rate that changes from stage to stage: each ends at a share of the whole rate. */
export const changingRate = (
  { rate, vus }: Settings,
  from: number,
  stages: readonly { share: number; duration: string }[],
): Scenario => ({
  executor: 'ramping-arrival-rate',
  startRate: Math.ceil(rate * from),
  timeUnit: '1s',
  preAllocatedVUs: vus,
  maxVUs: vus * 16,
  stages: stages.map(({ share, duration }) => ({ target: Math.ceil(rate * share), duration })),
});
