import type { Options } from 'k6/options';
import { prepareChat, summaryTrendStats, thresholds, type Baseline } from './shared/chat.ts';
import { readSettings } from './shared/settings.ts';

/**
 * The latency budget: 500 requests a second of 1 KB, open loop, so that a slow reply does not slow what comes after.
 */
const settings = readSettings({ rate: 500, duration: '60s' });
const chat = prepareChat(settings);

export const options: Options = {
  scenarios: {
    'constant-rate': {
      executor: 'constant-arrival-rate',
      rate: settings.rate,
      timeUnit: '1s',
      duration: settings.duration,
      preAllocatedVUs: settings.vus,
      maxVUs: settings.vus * 8,
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
