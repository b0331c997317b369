import type { Options } from 'k6/options';
import { prepareChat, summaryTrendStats, thresholds, type Baseline } from './shared/chat.ts';
import { readSettings } from './shared/settings.ts';

/**
 * An hour at a steady rate; watch the memory of the proxy meanwhile (heliostat dashboards, or `process_resident_memory_bytes`).
 */
const settings = readSettings({ rate: 200, duration: '1h', addedP99Ms: 10 });
const chat = prepareChat(settings);

export const options: Options = {
  scenarios: {
    soak: {
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
