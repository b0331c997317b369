import { parseStores } from './store-names.js';

describe(parseStores.name, () => {
  it('is all stores unless told, and always in the order of a backup', () => {
    expect(parseStores(undefined)).toEqual(['postgres', 'clickhouse', 'objects']);
    expect(parseStores('objects, postgres')).toEqual(['postgres', 'objects']);
  });

  it('names what is no store', () => {
    expect(() => parseStores('postgres,redis')).toThrow('not redis');
  });
});
