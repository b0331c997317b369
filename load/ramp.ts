import { prepareChat } from './shared/chat.ts';
import { changingRate, createLoadTest } from './shared/load-test.ts';
import { readSettings } from './shared/settings.ts';

/**
 * From a tenth of the rate to all of it, a step each part of the duration: where latency leaves its budget is where
 * the next replica is due. The bars are those of a machine near its limit.
 */
const settings = readSettings({ rate: 2_000, addedP50Ms: 2, addedP99Ms: 50 });
const chat = prepareChat(settings);
const test = createLoadTest(settings, chat, {
  name: 'ramp',
  scenario: changingRate(
    settings,
    0.1,
    [0.25, 0.5, 0.75, 1].map((share) => ({ share, duration: settings.duration })),
  ),
});

export const options = test.options;
export const setup = test.setup;
export default test.run;
