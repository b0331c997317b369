import type { Options } from 'k6/options';
import { prepareChat, summaryTrendStats, thresholds, type Baseline } from './shared/chat.ts';
import { readSettings } from './shared/settings.ts';

/**
 * 512 streams at once, a frame every 100 ms: every stream must arrive whole, and its first byte in time. The whole
 * of a stream takes seconds, so the bar on added latency is the first byte's.
 */
const settings = readSettings({ vus: 512, addedP50Ms: 1, addedP99Ms: 50 });
const chat = prepareChat(settings, {
  stream: true,
  behaviour: { 'x-sim-chunk-ms': '100', 'x-sim-tokens': '40' },
});

export const options: Options = {
  scenarios: {
    streams: {
      executor: 'constant-vus',
      vus: settings.vus,
      duration: settings.duration,
      gracefulStop: '30s',
    },
  },
  thresholds: {
    ...thresholds(settings),
    heliostat_added_latency: [],
    heliostat_added_first_byte: [`med<${settings.addedP50Ms}`, `p(99)<${settings.addedP99Ms}`],
  },
  summaryTrendStats,
};

export function setup(): Baseline {
  return chat.measureBaseline(5);
}

export default function (baseline: Baseline): void {
  chat.callProxy(baseline);
}
