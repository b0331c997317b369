import { createRateLimitSchema, type RateLimitRule } from '@heliostat/contracts';
import fc from 'fast-check';
import { formOfRule, inputOf, newForm, policyHeader, ruleWords } from './rate-limit-form';

const rule = (over: Partial<RateLimitRule> = {}): RateLimitRule => ({
  id: 'r',
  name: 'basic',
  quota: 1000,
  window_seconds: 3600,
  unit: 'request',
  segment: null,
  api_key_id: null,
  created_at: '',
  updated_at: '',
  ...over,
});

describe('the form of a rate limit (RL-08)', () => {
  it('sends back what it was made from, for every limit that the API knows', () => {
    const rules = fc.record({
      quota: fc.integer({ min: 1, max: 1e9 }),
      window_seconds: fc.integer({ min: 60, max: 31_536_000 }),
      unit: fc.constantFrom('request' as const, 'cents' as const, 'tokens' as const),
      segment: fc.constantFrom(null, 'user', 'organization'),
    });
    fc.assert(
      fc.property(rules, (over) => {
        const result = inputOf(formOfRule(rule(over)));
        expect(result).toEqual({ input: { name: 'basic', api_key_id: null, ...over } });
        if ('input' in result) expect(createRateLimitSchema.parse(result.input)).toEqual(result.input);
      }),
    );
  });

  it.each<[string, Partial<typeof newForm>, RegExp]>([
    ['no name', { name: ' ' }, /name/],
    ['a name that a header would cut', { name: 'a;b' }, /semicolons/],
    ['a name that a header would take for a quota', { name: '1000' }, /number/],
    ['no quota', { quota: '' }, /quota/],
    ['a window of seconds', { window: 0.5, windowUnit: 'minute' }, /minute/],
    ['a window of years', { window: 366, windowUnit: 'day' }, /365/],
    ['a property without name', { segment: 'property' }, /property/],
  ])('names the fault: %s', (_, over, words) => {
    expect(inputOf({ ...newForm, name: 'n', ...over })).toEqual({ fault: expect.stringMatching(words) });
  });
});

describe('policyHeader (RL-01)', () => {
  it.each<[Partial<RateLimitRule>, string]>([
    [{}, '1000;w=3600'],
    [{ unit: 'cents', quota: 50.5, segment: 'user' }, '50.5;w=3600;u=cents;s=user'],
    [{ unit: 'tokens', segment: 'organization' }, '1000;w=3600;u=tokens;s=organization'],
  ])('says %j as %s', (over, value) => {
    expect(policyHeader(rule(over))).toBe(`Helicone-RateLimit-Policy: ${value}`);
  });
});

describe('ruleWords', () => {
  it.each<[Partial<RateLimitRule>, string]>([
    [{}, '1,000 requests in 1 hour'],
    [{ quota: 1, window_seconds: 86_400, segment: 'user' }, '1 request in 1 day, for each user'],
    [
      { quota: 500, unit: 'cents', window_seconds: 120, segment: 'team' },
      '$5.00 in 2 minutes, for each value of team',
    ],
  ])('says %j as “%s”', (over, words) => {
    expect(ruleWords(rule(over))).toBe(words);
  });
});
