import { prepareChat } from './shared/chat.ts';
import { createLoadTest, steadyRate } from './shared/load-test.ts';
import { readSettings } from './shared/settings.ts';

/**
 * An hour at a steady rate; watch the memory of the proxy meanwhile (heliostat dashboards, or `process_resident_memory_bytes`).
 */
const settings = readSettings({ rate: 200, duration: '1h', addedP99Ms: 10 });
const chat = prepareChat(settings);
const test = createLoadTest(settings, chat, {
  name: 'soak',
  scenario: steadyRate(settings),
});

export const options = test.options;
export const setup = test.setup;
export default test.run;
