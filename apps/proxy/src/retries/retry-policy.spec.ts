import { FeatureHeaders } from '../headers/feature-headers.js';
import { readRetryPolicy } from './retry-policy.js';

const read = (features: Partial<FeatureHeaders> = {}) =>
  readRetryPolicy(Object.assign(new FeatureHeaders(), { retryEnabled: true }, features));

describe(readRetryPolicy.name, () => {
  it('repeats five times after one to ten seconds unless told otherwise (RE-02)', () => {
    const delays = read()!.delays;
    expect(delays).toHaveLength(5);
    for (const delay of delays) expect(delay >= 1_000 && delay <= 10_000).toBe(true);
  });

  it.each([
    [{ retryMinTimeout: '15000' }, 15_000, 15_000],
    [{ retryMinTimeout: '15000', retryMaxTimeout: '20000' }, 15_000, 20_000],
    [{ retryMaxTimeout: '10' }, 10, 10],
    [{ retryMaxTimeout: '0' }, 0, 0],
    [{ retryMinTimeout: '12.5', retryMaxTimeout: '50' }, 12.5, 50],
  ])('takes one bound alone as a wish for the other: %p (RE-02)', (features, least, most) => {
    for (const delay of read(features)!.delays) expect(delay >= least && delay <= most).toBe(true);
  });

  it.each([
    [{ retryNum: '2.5' }, /Helicone-Retry-Num must be a whole number from 0 to 20, such as 5/],
    [{ retryNum: '0x2' }, /Helicone-Retry-Num must be a whole number/],
    [{ retryNum: '1e1' }, /Helicone-Retry-Num must be a whole number/],
    [{ retryNum: '-1' }, /Helicone-Retry-Num must be a whole number/],
    [{ retryNum: 'Infinity' }, /Helicone-Retry-Num must be a whole number/],
    [{ retryFactor: '11' }, /Helicone-Retry-Factor must be a number from 1 to 10, such as 2/],
    [{ retryFactor: 'Infinity' }, /Helicone-Retry-Factor must be a number/],
    [
      { retryMinTimeout: '1s' },
      /Helicone-Retry-Min-Timeout must be a number of milliseconds from 0 to 120000/,
    ],
    [{ retryMaxTimeout: '999999' }, /Helicone-Retry-Max-Timeout must be a number of milliseconds/],
    [
      { retryMinTimeout: '500', retryMaxTimeout: '200' },
      /Helicone-Retry-Min-Timeout \(500\) is larger than Helicone-Retry-Max-Timeout \(200\): raise the one or lower the other/,
    ],
  ])('refuses %p, and says what it should be (RE-02)', (features, words) => {
    expect(() => read(features)).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringMatching(words) as string }),
    );
  });

  it('reads no header where retries are off (RE-01)', () => {
    expect(read({ retryEnabled: false, retryNum: 'many' })).toBeUndefined();
  });
});
