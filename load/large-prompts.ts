import type { Options } from 'k6/options';
import { prepareChat, summaryTrendStats, thresholds, type Baseline } from './shared/chat.ts';
import { readSettings } from './shared/settings.ts';

/**
 * Prompts of 1 MB, as with long documents: the proxy streams the upload and keeps a copy for the log. PROMPT_BYTES
 * sets another size.
 */
const settings = readSettings({ rate: 10, vus: 16, addedP50Ms: 15, addedP99Ms: 150 });
const chat = prepareChat(settings, { promptLength: Number(__ENV.PROMPT_BYTES ?? 1_000_000) });

export const options: Options = {
  scenarios: {
    'large-prompts': {
      executor: 'constant-arrival-rate',
      rate: settings.rate,
      timeUnit: '1s',
      duration: settings.duration,
      preAllocatedVUs: settings.vus,
      maxVUs: settings.vus * 4,
    },
  },
  thresholds: thresholds(settings),
  summaryTrendStats,
};

export function setup(): Baseline {
  chat.warm(30);
  return chat.measureBaseline(30);
}

export default function (baseline: Baseline): void {
  chat.callProxy(baseline);
}
