import { prepareChat } from './shared/chat.ts';
import { createLoadTest, steadyRate } from './shared/load-test.ts';
import { readSettings } from './shared/settings.ts';

/**
 * Prompts of 1 MB, as with long documents: the proxy streams the upload and keeps a copy for the log. PROMPT_BYTES
 * sets another size.
 */
const settings = readSettings({ rate: 10, vus: 16, addedP50Ms: 15, addedP99Ms: 150 });
const chat = prepareChat(settings, { promptLength: Number(__ENV.PROMPT_BYTES ?? 1_000_000) });
const test = createLoadTest(settings, chat, {
  name: 'large-prompts',
  scenario: steadyRate(settings, 4),
  warmingCalls: 30,
  baselineCalls: 30,
});

export const options = test.options;
export const setup = test.setup;
export default test.run;
