import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { StreamingObjectStore } from './streaming-object-store.js';
import { ObjectNotFoundError } from './object-not-found.error.js';

/** What every driver of the object store must do; called from each driver's own test file. */
export function describeObjectStore(create: () => StreamingObjectStore): void {
  // A group of its own, so that the store is closed before the caller ends its server.
  describe('as an object store', () => contract(create));
}

function contract(create: () => StreamingObjectStore): void {
  let sut: StreamingObjectStore;
  beforeAll(() => {
    sut = create();
  });
  afterAll(() => sut.close());

  const keys = async (prefix: string) => {
    const found: string[] = [];
    for await (const { key } of sut.list(prefix)) found.push(key);
    return found;
  };

  it('serves', async () => {
    await expect(sut.check()).resolves.toBeUndefined();
  });

  it('gives back what was put, byte by byte', async () => {
    const body = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256));
    await sut.put('bytes/a.bin', body);
    expect((await sut.get('bytes/a.bin')).equals(body)).toBe(true);
  });

  it('replaces an object', async () => {
    await sut.put('replace/a', Buffer.from('a long first version'));
    await sut.put('replace/a', Buffer.from('second'));
    expect((await sut.get('replace/a')).toString()).toBe('second');
  });

  it('keeps an empty object', async () => {
    await sut.put('empty', new Uint8Array());
    expect(await sut.get('empty')).toHaveLength(0);
  });

  it.each([
    ['in the middle', 2, 3, '234'],
    ['from the start', 0, 2, '01'],
    ['that ends after the object', 8, 10, '89'],
    ['that starts after the object', 10, 5, ''],
    ['of no length', 3, 0, ''],
  ])('reads a range %s', async (_where, offset, length, text) => {
    await sut.put('range/digits', Buffer.from('0123456789'));
    expect((await sut.getRange('range/digits', offset, length)).toString()).toBe(text);
  });

  it.each([0, 1, 70_000, 11_000_000])('takes and gives a stream of %d bytes', async (length) => {
    const body = Buffer.alloc(length, 'streamed ');
    expect(await sut.putStream('stream/a', Readable.from(pieces(body)))).toBe(length);
    expect((await buffer(await sut.getStream('stream/a'))).equals(body)).toBe(true);
  });

  it('keeps the old object, and only that, when a stream breaks off', async () => {
    await sut.put('broken/a', Buffer.from('first'));
    const breaking = Readable.from(
      (async function* () {
        yield Buffer.alloc(11_000_000);
        throw new Error('pg_dump ended with 1');
      })(),
    );
    await expect(sut.putStream('broken/a', breaking)).rejects.toThrow('pg_dump ended with 1');
    expect((await sut.get('broken/a')).toString()).toBe('first');
    expect(await keys('broken/')).toEqual(['broken/a']);
  });

  it('lists the folders right below a prefix', async () => {
    for (const key of ['folders/b/x/y', 'folders/a/x', 'folders/a/z', 'folders/file'])
      await sut.put(key, Buffer.from('x'));
    expect(await sut.listFolders('folders/')).toEqual(['a', 'b']);
    expect(await sut.listFolders('no-folders/')).toEqual([]);
  });

  it('lists all objects below a prefix in byte order of their keys', async () => {
    const all = ['list/a-b', 'list/a.b', 'list/a/b', 'list/a/c/d', 'list/aB', 'list/b', 'listed'];
    for (const key of [...all].reverse()) await sut.put(key, Buffer.from(key));
    expect(await keys('list/')).toEqual(all.slice(0, -1));
    expect(await keys('list/a')).toEqual(all.slice(0, 5));
    expect(await keys('list/a/')).toEqual(['list/a/b', 'list/a/c/d']);
    expect(await keys('list')).toEqual(all);
    expect(await keys('nothing/here')).toEqual([]);
  });

  it('tells size and time in a listing', async () => {
    const before = Date.now();
    await sut.put('facts/a', Buffer.from('12345'));
    for await (const entry of sut.list('facts/')) {
      expect(entry).toMatchObject({ key: 'facts/a', bytes: 5 });
      expect(entry.modifiedAt.getTime()).toBeGreaterThan(before - 60_000);
      expect(entry.modifiedAt.getTime()).toBeLessThan(Date.now() + 60_000);
    }
    expect.assertions(3);
  });

  it('forgets a deleted object and takes its key again', async () => {
    await sut.put('gone/deep/a', Buffer.from('a'));
    await sut.delete('gone/deep/a');
    await expect(sut.get('gone/deep/a')).rejects.toThrow(ObjectNotFoundError);
    expect(await keys('gone/')).toEqual([]);
    await sut.put('gone/deep/a', Buffer.from('b'));
    expect((await sut.get('gone/deep/a')).toString()).toBe('b');
  });

  it('does not mind a delete of what is not there', async () => {
    await expect(sut.delete('never/was')).resolves.toBeUndefined();
  });

  it('tells that an object is missing', async () => {
    const missing = { code: 'objects/not-found', status: 404, key: 'missing/a' };
    await expect(sut.get('missing/a')).rejects.toMatchObject(missing);
    await expect(sut.getStream('missing/a')).rejects.toMatchObject(missing);
    await expect(sut.getRange('missing/a', 0, 1)).rejects.toMatchObject(missing);
    await expect(sut.getRange('missing/a', 0, 0)).rejects.toMatchObject(missing);
  });

  it.each([
    '',
    '/etc/passwd',
    '../a',
    'a/../../b',
    'a//b',
    'a/',
    './a',
    'a/.hidden',
    'a\\b',
    'a b',
    'a\0b',
    'ä',
  ])('refuses the key %j', async (key) => {
    const bad = { code: 'objects/bad-key' };
    await expect(sut.put(key, Buffer.from('x'))).rejects.toMatchObject(bad);
    await expect(sut.get(key)).rejects.toMatchObject(bad);
    await expect(sut.putStream(key, Readable.from([]))).rejects.toMatchObject(bad);
    await expect(sut.getStream(key)).rejects.toMatchObject(bad);
    await expect(sut.getRange(key, 0, 1)).rejects.toMatchObject(bad);
    await expect(sut.delete(key)).rejects.toMatchObject(bad);
  });

  it('shows a reader one whole version while others write', async () => {
    const versions = Array.from({ length: 20 }, (_, i) => Buffer.alloc(50_000, i));
    await sut.put('race/a', versions[0]!);
    const writes = Promise.all(versions.map((body) => sut.put('race/a', body)));
    for (let i = 0; i < 20; i++) {
      const body = await sut.get('race/a');
      expect(body.length === 50_000 && body.every((byte) => byte === body[0])).toBe(true);
    }
    await writes;
  });
}

/** As a pipe delivers it. */
function* pieces(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536);
}
