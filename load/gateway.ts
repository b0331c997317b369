import { prepareGateway } from './shared/gateway.ts';
import { createLoadTest, steadyRate } from './shared/load-test.ts';
import { readSettings } from './shared/settings.ts';

/**
 * The unified API with what a team turns on: a rate limit that is counted in every call and never reached, and the cache,
 * which answers HIT_SHARE of the calls (nine of ten unless set). A hit has a bar of its own.
 */
const settings = readSettings({ rate: 300, duration: '60s', addedP50Ms: 1.5, addedP99Ms: 15 });
const gateway = prepareGateway(settings, { hitShare: Number(__ENV.HIT_SHARE ?? 0.9) });
const test = createLoadTest(settings, gateway, {
  name: 'gateway',
  scenario: steadyRate(settings),
  bars: gateway.bars,
});

export const options = test.options;
export const setup = test.setup;
export default test.run;
