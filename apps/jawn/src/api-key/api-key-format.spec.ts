import { apiKeyPattern } from '@heliostat/contracts';
import { generateApiKey, hashApiKey, previewApiKey } from './api-key-format.js';

describe(generateApiKey.name, () => {
  it('CR-03: makes keys of the documented form, each another', () => {
    const keys = Array.from({ length: 200 }, generateApiKey);
    expect(keys.every((key) => apiKeyPattern.test(key))).toBe(true);
    expect(new Set(keys).size).toBe(200);
  });
});

describe(hashApiKey.name, () => {
  it('is the hex SHA-256, as every proxy computes it', () => {
    expect(hashApiKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe(previewApiKey.name, () => {
  it('shows the two ends of a key and none of its middle', () => {
    const key = 'sk-helicone-abcdefg-hijklmn-opqrstu-vwxyz01';
    expect(previewApiKey(key)).toBe('sk-helicone-ab…yz01');
  });
});
