import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestMinio, type TestMinio } from '../testing/external-minio.js';
import { createObjectStore } from './create-object-store.js';
import { describeObjectStore } from './object-store.contract.js';
import { S3ObjectStore } from './s3-object-store.driver.js';

describe(S3ObjectStore.name, () => {
  let server: TestMinio;
  beforeAll(async () => {
    server = await startTestMinio();
  });
  afterAll(() => server.remove());

  const settings = (bucket: string, secret = server.secretKey) => ({
    HELIOSTAT_DATA_DIR: '/nowhere',
    S3_ENDPOINT: server.endpoint,
    S3_BUCKET_NAME: bucket,
    S3_ACCESS_KEY: server.accessKey,
    S3_SECRET_KEY: secret,
    S3_REGION: 'us-east-1',
  });

  describeObjectStore(() => createObjectStore(settings('contract')));

  describe('with small parts', () => {
    const endpoint = () => ({
      endpoint: server.endpoint,
      region: 'us-east-1',
      keys: { access: server.accessKey, secret: server.secretKey },
      // S3's smallest: the contract's large streams take several.
      partBytes: 5 * 1024 * 1024,
    });

    describeObjectStore(() => new S3ObjectStore({ ...endpoint(), bucket: 'parts' }));

    it('copies an object of another bucket on the server, but not one of another server', async () => {
      const source = new S3ObjectStore({ ...endpoint(), bucket: 'source' });
      const sut = new S3ObjectStore({ ...endpoint(), bucket: 'copies' });
      await source.put('segments/a.seg', Buffer.from('segment'));
      expect(await sut.copyFrom(source, 'segments/a.seg', 'pool/segments/a.seg')).toBe(true);
      expect((await sut.get('pool/segments/a.seg')).toString()).toBe('segment');
      const elsewhere = new S3ObjectStore({
        ...endpoint(),
        endpoint: 'http://127.0.0.1:1',
        bucket: 'source',
      });
      expect(await sut.copyFrom(elsewhere, 'segments/a.seg', 'pool/b')).toBe(false);
      await Promise.all([source.close(), sut.close(), elsewhere.close()]);
    });
  });

  it('creates the bucket on the first of many puts at once', async () => {
    const sut = createObjectStore(settings('at-once'));
    await Promise.all(Array.from({ length: 10 }, (_, i) => sut.put(`a/${i}`, Buffer.from('x'))));
    expect((await sut.get('a/9')).toString()).toBe('x');
    await sut.close();
  });

  it('takes a bucket that does not exist yet for an empty one', async () => {
    const sut = createObjectStore(settings('not-yet'));
    await expect(sut.get('a')).rejects.toMatchObject({ code: 'objects/not-found' });
    for await (const { key } of sut.list('')) throw new Error(`unexpected ${key}`);
    await sut.close();
  });

  it('lists more objects than one page of S3 holds', async () => {
    const sut = createObjectStore(settings('pages'));
    const keys = Array.from({ length: 1_050 }, (_, i) => `k/${String(i).padStart(5, '0')}`);
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => sut.put(key, Buffer.from(key))));
    const found: string[] = [];
    for await (const { key } of sut.list('k/')) found.push(key);
    expect(found).toEqual(keys);
    await sut.close();
  });

  it('says in words what is wrong with the keys, without repeating them', async () => {
    const sut = createObjectStore(settings('contract', 'wrong-secret'));
    await expect(sut.check()).rejects.toMatchObject({
      code: 'objects/failed',
      message: expect.stringMatching(/^(?!.*wrong-secret).*bucket contract.*credentials/),
    });
    await sut.close();
  });

  it('gives up on a server that does not answer', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    const sut = new S3ObjectStore({
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'any',
      region: 'us-east-1',
      keys: { access: 'a', secret: 'b' },
      timeoutMs: 200,
    });
    await expect(sut.get('a')).rejects.toMatchObject({ code: 'objects/failed', status: 503 });
    await sut.close();
    silent.closeAllConnections();
    silent.close();
  });
});
