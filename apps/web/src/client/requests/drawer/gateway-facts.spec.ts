import type { HeliconeRequest } from '@heliostat/contracts';
import { requestRow } from '../request.factory';
import { attemptKey, billingWords, inputText, threatWords } from './gateway-facts';

const attempt = (key?: 'own' | 'installation' | 'client') => ({
  provider: 'openai',
  status: 200,
  latencyMs: 1,
  ...(key && { key }),
});

describe('billingWords', () => {
  it.each<[Partial<HeliconeRequest>, RegExp | undefined]>([
    [{ attempts: [attempt('installation'), attempt('own')] }, /own key/],
    [{ attempts: [attempt('own'), attempt('installation')] }, /installation/],
    [{ attempts: [attempt('installation')], is_passthrough_billing: true }, /counted as credits/],
    [{ attempts: [attempt('client')] }, /client/],
    [{ cache_reference_id: 'r-0', is_passthrough_billing: true }, /Nobody/],
    [{ attempts: [attempt()] }, undefined],
    [{ attempts: null }, undefined],
  ])('says who paid %j', (over, words) => {
    const said = billingWords(requestRow(over));
    if (words) expect(said).toMatch(words);
    else expect(said).toBeUndefined();
  });
});

describe('the other words of the gateway', () => {
  it('tell a threat from a look that found none, and from no look', () => {
    expect([true, false, null].map(threatWords)).toEqual([
      expect.stringMatching(/refused/),
      'None found',
      undefined,
    ]);
  });

  it('leave the key open where nobody noted it', () => {
    expect(attemptKey(attempt())).toBe('–');
  });

  it('show inputs that are no text as JSON', () => {
    expect(['Ada', 3, { a: [1] }, undefined].map(inputText)).toEqual([
      'Ada',
      '3',
      '{\n  "a": [\n    1\n  ]\n}',
      '',
    ]);
  });
});
