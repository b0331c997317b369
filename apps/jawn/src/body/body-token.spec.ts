import fc from 'fast-check';
import { bodyTokenKey, readBodyToken, signBodyToken } from './body-token.js';

describe(readBodyToken.name, () => {
  const key = bodyTokenKey('a secret of sixteen or more');
  const location = {
    organizationId: '11111111-1111-4111-8111-111111111111',
    segmentKey: 'segments/2026-01-01/00/11111111-1111-4111-8111-111111111111/x.seg',
    offset: 12,
    length: 34,
    requestId: 'my request',
  };
  const now = 1_800_000_000_000;
  const token = signBodyToken(key, location, now + 1000);

  it('reads what was signed', () => {
    expect(readBodyToken(key, token, now)).toEqual(location);
  });

  it('tells an expired token', () => {
    expect(readBodyToken(key, token, now + 1000)).toBe('expired');
  });

  it('refuses a token of another secret', () => {
    expect(readBodyToken(bodyTokenKey('another secret, also long'), token, now)).toBeNull();
  });

  it('refuses a token in which any character was changed', () => {
    for (let at = 0; at < token.length - 1; at += 1) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(readBodyToken(key, changed, now)).toBeNull();
    }
  });

  it('refuses any other text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readBodyToken(key, text, now) === null));
  });

  it('fits into a URL', () => {
    expect(token).toMatch(/^[\w.-]{1,600}$/);
  });
});
