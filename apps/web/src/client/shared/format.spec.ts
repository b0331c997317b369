import {
  countryName,
  formatAgo,
  formatBytes,
  formatCallCost,
  formatChange,
  formatCost,
  formatCostTotal,
  formatCount,
  formatDuration,
  formatShare,
  formatTokens,
} from './format';

describe('formatCost', () => {
  it.each([
    [0.000123, '$0.000123'],
    [0.000000001, '$0.000000001'],
    [0.0000000004, '<$0.000000001'],
    [0.00794, '$0.00794'],
    [0.0412, '$0.0412'],
    [0.1, '$0.1'],
    [1, '$1.00'],
    [1234.567, '$1,234.57'],
    [0, '$0'],
  ])('writes %d USD as %s, so that a small cost never rounds to nothing', (usd, words) => {
    expect(formatCost(usd)).toBe(words);
  });

  it.each([null, undefined, NaN])('says “not supported” where the cost is unknown (%s)', (usd) => {
    expect(formatCost(usd)).toBe('not supported');
  });
});

describe('formatCallCost', () => {
  it.each([
    [null, null, '–'],
    [undefined, undefined, '–'],
    [null, 0, 'not supported'],
    [null, 30, 'not supported'],
    [0.5, 30, '$0.5'],
    [0, null, '$0'],
  ])('writes the cost %s of %s tokens as %s', (usd, tokens, words) => {
    expect(formatCallCost(usd, tokens)).toBe(words);
  });
});

describe('formatCostTotal', () => {
  it.each([
    [0, '$0.00'],
    [0.000012345, '$0.0000123'],
    [0.0456, '$0.0456'],
    [0.7, '$0.70'],
    [45.2, '$45.20'],
    [123_456, '$123.5K'],
  ])('writes a sum of %d USD as %s', (usd, words) => {
    expect(formatCostTotal(usd)).toBe(words);
  });
});

describe('formatTokens', () => {
  it('marks tokens that were counted here with a tilde', () => {
    expect(formatTokens(1234, true)).toBe('~1,234');
  });

  it('leaves the tilde out for the provider’s own count', () => {
    expect(formatTokens(1234)).toBe('1,234');
  });

  it('shows a dash where there is no count', () => {
    expect(formatTokens(null, true)).toBe('–');
  });
});

describe('formatDuration', () => {
  it.each([
    [null, '–'],
    [0, '0 ms'],
    [0.4, '<1 ms'],
    [340.4, '340 ms'],
    [1_240, '1.24 s'],
    [12_340, '12.3 s'],
    [125_000, '2 m 05 s'],
    [3_599_499, '59 m 59 s'],
    [3_599_999, '1 h 00 m'],
    [11_220_000, '3 h 07 m'],
    [86_399_999, '1 d 00 h'],
    [187_200_000, '2 d 04 h'],
  ])('writes %s ms as %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});

describe('formatCount and formatShare', () => {
  it('is exact below ten thousand and short above', () => {
    expect([formatCount(9_999), formatCount(12_400), formatCount(3_100_000)]).toEqual([
      '9,999',
      '12.4K',
      '3.1M',
    ]);
  });

  it('never shows a small share as none', () => {
    expect([0, 0.0004, 0.004, 0.125, 1].map(formatShare)).toEqual(['0%', '<0.1%', '0.4%', '12.5%', '100%']);
  });
});

describe('formatChange', () => {
  it('tells direction and size', () => {
    expect(formatChange(110, 100)).toEqual({ text: '10%', direction: 'up' });
    expect(formatChange(97.5, 100)).toEqual({ text: '2.5%', direction: 'down' });
    expect(formatChange(100, 100)).toEqual({ text: '0%', direction: 'same' });
  });

  it('says nothing where there is nothing to compare with', () => {
    expect(formatChange(5, 0)).toBeUndefined();
    expect(formatChange(null, 5)).toBeUndefined();
  });
});

describe('formatAgo and countryName', () => {
  it('counts back from now', () => {
    const now = Date.parse('2026-11-23T12:00:00Z');
    const ago = (iso: string) => formatAgo(iso, now);
    expect(ago('2026-11-23T11:59:55Z')).toBe('just now');
    expect(ago('2026-11-23T11:56:00Z')).toBe('4 min ago');
    expect(ago('2026-11-11T12:00:00Z')).toBe('12 d ago');
  });

  it('names countries and leaves what is no code alone', () => {
    expect([countryName('de'), countryName('Mars'), countryName('')]).toEqual(['Germany', 'Mars', 'Unknown']);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [1_536, '1.5 kB'],
    [64 * 1024 ** 2, '64 MB'],
    [1.4 * 1024 ** 3, '1.4 GB'],
    [3_000 * 1024 ** 4, '3000 TB'],
    [null, '–'],
  ])('writes %p as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
