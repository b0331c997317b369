import { readRequestHeaders } from '../headers/request-headers.js';
import { takeKey } from './credentials.js';

const key = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';
const other = 'sk-helicone-zzzzzzz-bbbbbbb-ccccccc-ddddddd';

function take(raw: string[], pathKey?: string) {
  const headers = readRequestHeaders(raw);
  return { key: takeKey(headers, pathKey), upstream: headers.upstream };
}

describe(takeKey.name, () => {
  it.each([`Bearer ${key}`, `bearer  ${key}`, key, ` ${key} `])('reads Helicone-Auth: %s', (value) => {
    expect(take(['Helicone-Auth', value]).key).toBe(key);
  });

  it('reads the key of the path', () => {
    expect(take(['Authorization', 'Bearer provider'], key)).toEqual({
      key,
      upstream: ['Authorization', 'Bearer provider'],
    });
  });

  it.each([`Bearer provider, Bearer ${key}`, `Bearer ${key}, Bearer provider`])(
    'splits Authorization: %s and leaves the provider its part',
    (value) => {
      expect(take(['Authorization', value])).toEqual({ key, upstream: ['Authorization', 'Bearer provider'] });
    },
  );

  it('takes a Heliostat key that stands alone and does not send it on', () => {
    expect(take(['X-A', '1', 'Authorization', `Bearer ${key}`, 'x-api-key', key])).toEqual({
      key,
      upstream: ['X-A', '1'],
    });
  });

  it('prefers Helicone-Auth and still keeps other keys of ours from the provider', () => {
    expect(take(['x-api-key', other, 'Helicone-Auth', key])).toEqual({ key, upstream: [] });
  });

  it('keeps our key from the provider in every header that carries credentials, also one sent twice', () => {
    const raw = [
      'Authorization',
      `Bearer ${other}`,
      'Authorization',
      'Bearer provider',
      'api-key',
      key,
      'x-api-key',
      'theirs',
    ];
    expect(take([...raw, 'Helicone-Auth', key])).toEqual({
      key,
      upstream: ['Authorization', 'Bearer provider', 'x-api-key', 'theirs'],
    });
  });

  it('finds no key in a provider key', () => {
    expect(take(['Authorization', 'Bearer sk-proj-1'])).toEqual({
      key: undefined,
      upstream: ['Authorization', 'Bearer sk-proj-1'],
    });
  });
});
