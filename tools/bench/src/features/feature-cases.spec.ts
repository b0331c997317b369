import { doorCases, plainCases, stateCases } from './door-cases.js';
import { placeholder, type FeatureContext } from './feature-case.js';
import { gatewayCases, streamCases } from './gateway-cases.js';

const context: FeatureContext = {
  proxy: 'http://127.0.0.1:1',
  key: 'key',
  limitedKey: 'limited',
  promptId: 'prompt',
  fixedReply: 'http://127.0.0.1:2',
  upstream: 'http://127.0.0.1:3',
};
const cases = [plainCases, stateCases, doorCases, gatewayCases, streamCases].flatMap((make) => make(context));

describe('cases of the features', () => {
  it('have a name of their own each', () => {
    const names = cases.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(cases.filter(({ name }) => !name.includes('both sides')))(
    'differ with the feature: $name',
    (it) => {
      expect(it.on).not.toEqual({ ...it.off, expect: it.on.expect });
    },
  );

  it('send another body in each call only where the cache must miss, on both sides', () => {
    const varied = cases.filter(({ off, on }) => [off, on].some(({ body }) => body.includes(placeholder)));
    expect(varied.map(({ name }) => name)).toEqual(['cache, miss and store']);
    expect(varied[0]!.off.body).toBe(varied[0]!.on.body);
  });
});
