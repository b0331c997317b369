import { prepareChat } from './shared/chat.ts';
import { changingRate, createLoadTest } from './shared/load-test.ts';
import { readSettings } from './shared/settings.ts';

/**
 * Quiet, then five times as much within a second, then quiet again: nothing may fail, and all must be logged.
 */
const settings = readSettings({ rate: 1_500, duration: '20s', addedP50Ms: 5, addedP99Ms: 500 });
const chat = prepareChat(settings);
const test = createLoadTest(settings, chat, {
  name: 'spike',
  scenario: changingRate(settings, 0.2, [
    { share: 0.2, duration: settings.duration },
    { share: 1, duration: '1s' },
    { share: 1, duration: settings.duration },
    { share: 0.2, duration: '1s' },
    { share: 0.2, duration: settings.duration },
  ]),
});

export const options = test.options;
export const setup = test.setup;
export default test.run;
