import fc from 'fast-check';
import { policyText, readPolicyHeader } from './rate-policy.js';

const one = (text: string) => readPolicyHeader(text).policies[0];

describe('the header Helicone-RateLimit-Policy (RL-01)', () => {
  it.each([
    ['1000;w=3600', { quota: 1000, windowSeconds: 3600, unit: 'request', segment: null }],
    ['100;w=60;s=user', { quota: 100, segment: 'user' }],
    ['5000;w=86400;u=cents', { quota: 5000, unit: 'cents' }],
    ['0.5;w=60;u=cents', { quota: 0.5 }],
    ['10;w=60;u=REQUEST;s=tenant-id', { unit: 'request', segment: 'tenant-id' }],
    ['  10 ; W = 60 ; s=a_b ; u=tokens ', { quota: 10, windowSeconds: 60, unit: 'tokens', segment: 'a_b' }],
    ['1;w=31536000', { windowSeconds: 31_536_000 }],
  ])('takes %p', (text, expected) => {
    expect(one(text)).toMatchObject(expected);
  });

  it.each([
    ['0;w=60', 'quota'],
    ['-1;w=60', 'quota'],
    [';w=60', 'quota'],
    ['1e5;w=60', 'quota'],
    ['ten;w=60', 'quota'],
    ['1;w=59', 'w='],
    ['1;w=31536001', 'w='],
    ['1;w=60.5', 'w='],
    ['1;w=', 'w='],
    ['1;w=60;u=dollars', 'u='],
    ['1;w=60;x=1', 'none of'],
    ['1;w=60;', 'none of'],
    ['1;w=60;w=70', 'twice'],
    ['1;w=60;s=', 's='],
    ['1;w=60;s=größe', 's='],
    ['1;w=60;s=../../etc', 's='],
    ["1;w=60;s=a' OR 1=1", 's='],
    ['10;window=60', 'none of'],
    ['10;u=cents', 'w='],
    ['10;', 'none of'],
    ['10,w=60', 'w='],
    ['1000', 'w='],
    ['0.5', 'w='],
    ['10,000;w=60', 'w='],
    ['5;w=60;s=user,10', 'w='],
  ])('refuses %p and names the fault', (text, words) => {
    expect(() => readPolicyHeader(text)).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringContaining(words) as string }),
    );
  });

  it('takes several policies and names, separated by commas', () => {
    const { policies, names } = readPolicyHeader('10;w=60, basic-100,, 5;w=60;u=cents');
    expect(policies.map(({ text }) => text)).toEqual(['10;w=60', '5;w=60;u=cents']);
    expect(names).toEqual(['basic-100']);
  });

  it.each([undefined, '', ' , '])('asks for nothing by %p', (text) => {
    expect(readPolicyHeader(text)).toEqual({ policies: [], names: [] });
  });

  it('refuses more than ten policies', () => {
    expect(() => readPolicyHeader(Array(11).fill('a').join(','))).toThrow(/more than 10/);
  });

  const policy = fc.record({
    quota: fc.oneof(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(0.5, 12.25)),
    windowSeconds: fc.integer({ min: 60, max: 31_536_000 }),
    unit: fc.constantFrom('request' as const, 'cents' as const, 'tokens' as const),
    segment: fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/)),
  });

  it('reads back every policy that it writes', () => {
    fc.assert(
      fc.property(policy, (written) => {
        expect(one(policyText(written))).toMatchObject(written);
      }),
    );
  });

  it('reads any text without a fault of its own', () => {
    const text = fc.array(fc.constantFrom('1', '60', ';', 'w=', ';w=60', 'u=', 's=', ',', ' ', 'é', 'cents'));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          text.map((parts) => parts.join('')),
        ),
        (any) => {
          try {
            for (const { quota, windowSeconds } of readPolicyHeader(any).policies) {
              expect(quota).toBeGreaterThan(0);
              expect(windowSeconds).toBeGreaterThanOrEqual(60);
            }
          } catch (error) {
            expect(error).toMatchObject({ code: 'proxy/bad-rate-limit-policy', status: 400 });
          }
        },
      ),
    );
  });
});
