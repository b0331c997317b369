import type { Options } from 'k6/options';
import { prepareChat, summaryTrendStats, thresholds, type Baseline } from './shared/chat.ts';
import { readSettings } from './shared/settings.ts';

/**
 * From a tenth of the rate to all of it, a step each part of the duration: where latency leaves its budget is where
 * the next replica is due. The bars are those of a machine near its limit.
 */
const settings = readSettings({ rate: 2_000, addedP50Ms: 2, addedP99Ms: 50 });
const chat = prepareChat(settings);

export const options: Options = {
  scenarios: {
    ramp: {
      executor: 'ramping-arrival-rate',
      startRate: Math.ceil(settings.rate / 10),
      timeUnit: '1s',
      preAllocatedVUs: settings.vus,
      maxVUs: settings.vus * 16,
      stages: [0.25, 0.5, 0.75, 1].map((share) => ({
        target: Math.ceil(settings.rate * share),
        duration: settings.duration,
      })),
    },
  },
  thresholds: thresholds(settings),
  summaryTrendStats,
};

export function setup(): Baseline {
  chat.warm();
  return chat.measureBaseline();
}

export default function (baseline: Baseline): void {
  chat.callProxy(baseline);
}
