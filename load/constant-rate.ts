import { prepareChat } from './shared/chat.ts';
import { createLoadTest, steadyRate } from './shared/load-test.ts';
import { readSettings } from './shared/settings.ts';

/**
 * The latency budget: 500 requests a second of 1 KB, open loop, so that a slow reply does not slow what comes after.
 */
const settings = readSettings({ rate: 500, duration: '60s' });
const chat = prepareChat(settings);
const test = createLoadTest(settings, chat, {
  name: 'constant-rate',
  scenario: steadyRate(settings),
});

export const options = test.options;
export const setup = test.setup;
export default test.run;
