import type { Options } from 'k6/options';
import { prepareChat, summaryTrendStats, thresholds, type Baseline } from './shared/chat.ts';
import { readSettings } from './shared/settings.ts';

/**
 * Quiet, then five times as much within a second, then quiet again: nothing may fail, and all must be logged.
 */
const settings = readSettings({ rate: 1_500, duration: '20s', addedP50Ms: 5, addedP99Ms: 500 });
const chat = prepareChat(settings);

export const options: Options = {
  scenarios: {
    spike: {
      executor: 'ramping-arrival-rate',
      startRate: Math.ceil(settings.rate / 5),
      timeUnit: '1s',
      preAllocatedVUs: settings.vus,
      maxVUs: settings.vus * 16,
      stages: [
        { target: Math.ceil(settings.rate / 5), duration: settings.duration },
        { target: settings.rate, duration: '1s' },
        { target: settings.rate, duration: settings.duration },
        { target: Math.ceil(settings.rate / 5), duration: '1s' },
        { target: Math.ceil(settings.rate / 5), duration: settings.duration },
      ],
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
