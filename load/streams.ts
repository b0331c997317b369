import { prepareChat } from './shared/chat.ts';
import { createLoadTest } from './shared/load-test.ts';
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
const test = createLoadTest(settings, chat, {
  name: 'streams',
  scenario: {
    executor: 'constant-vus',
    vus: settings.vus,
    duration: settings.duration,
    gracefulStop: '30s',
  },
  // Each takes seconds.
  warmingCalls: 0,
  baselineCalls: 5,
  bars: {
    heliostat_added_latency: [],
    heliostat_added_first_byte: [`med<${settings.addedP50Ms}`, `p(99)<${settings.addedP99Ms}`],
  },
});

export const options = test.options;
export const setup = test.setup;
export default test.run;
