import { createLogger } from '@heliostat/platform';
import { Redis } from 'ioredis';
import { startTestRedis, type TestRedis } from '../testing/external-redis.js';
import { describeCacheBound } from './cache-bound.contract.js';
import { boundScripts } from './redis-bound-scripts.js';
import { RedisState } from './redis-state.driver.js';

const logger = createLogger('test', 'silent');
const day = 24 * 60 * 60_000;
const megabyte = 1_000_000;

describe('the bound of the cache in Redis', () => {
  let server: TestRedis;
  let redis: Redis;
  let open: RedisState[] = [];
  beforeAll(async () => {
    server = await startTestRedis(['--maxmemory-policy', 'noeviction', '--save', '']);
    redis = new Redis(server.url);
  });
  beforeEach(async () => {
    await redis.config('SET', 'maxmemory', '0');
    await redis.flushall();
  });
  afterEach(async () => {
    await Promise.all(open.map((state) => state.close()));
    open = [];
  });
  afterAll(async () => {
    redis.disconnect();
    await server.remove();
  });

  const create = async (maxBytes: number, cacheUrl?: string) => {
    const bounds = { maxBytes, maxEntry: 10 * megabyte, timeoutMs: 60_000 };
    const sut = new RedisState({ url: server.url, cacheUrl, logger, ...bounds });
    await sut.attempted();
    return sut;
  };
  const opened = async (maxBytes: number, cacheUrl?: string) => {
    const sut = await create(maxBytes, cacheUrl);
    open.push(sut);
    return sut;
  };
  const put = (sut: RedisState, key: string, bytes: number, ttlMs = day) =>
    sut.store({ key, owner: 'o', buckets: 1, entry: new Uint8Array(bytes), ttlMs, replace: false });
  const has = async (sut: RedisState, key: string) =>
    (await sut.lookup({ key, buckets: 1, pick: 0, flight: false })).kind === 'hit';
  const used = async () => Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))![1]);
  const account = async () => ({
    ages: await redis.zcard('hs:cached:{account}:ages'),
    ends: await redis.zcard('hs:cached:{account}:ends'),
    bytes: Number(await redis.hget('hs:cached:{account}:sizes', '')),
  });
  /** The size of what others keep in this server, which makes it: a client that sent it would hold it for seconds, too. */
  const fillOthers = (bytes: number) => redis.setrange('bull:job', bytes - 1, 'x');

  describe('of two replicas', () => {
    describeCacheBound(async (maxBytes) => [await create(maxBytes), await create(maxBytes)]);
  });

  it.each([500, 100_000])(
    'holds for what Redis itself says that it uses, with replies of %d bytes',
    async (bytes) => {
      const sut = await opened(2 * megabyte);
      await put(sut, 'o:first', 10);
      const before = await used();
      const key = (index: number) => `o:${index}:${'f'.repeat(64)}`;
      const count = (4 * megabyte) / bytes;
      for (let at = 0; at < count; at += 10)
        await Promise.all(Array.from({ length: 10 }, (_, index) => put(sut, key(at + index), bytes)));
      expect(await has(sut, key(count - 1))).toBe(true);
      expect((await account()).bytes).toBeLessThanOrEqual(2 * megabyte);
      // What is unlinked is freed a moment later.
      while ((await used()) - before > 2.2 * megabyte);
      expect((await account()).bytes).toBeGreaterThan(1.7 * megabyte);
    },
  );

  it('strikes from its account what has expired', async () => {
    const sut = await opened(megabyte);
    for (let index = 0; index < 20; index++) await put(sut, `o:${index}`, 100, 1);
    while (await has(sut, 'o:19'));
    await put(sut, 'o:last', 100);
    expect(await account()).toMatchObject({ ages: 1, ends: 1 });
    expect((await account()).bytes).toBeLessThan(1_000);
  });

  it('lasts as long as told, and its account as long', async () => {
    const sut = await opened(megabyte);
    await put(sut, 'o:long', 100, 7 * day);
    for (const key of ['hs:cache:{o:long}:0', 'hs:cached:{account}:ages', 'hs:cached:{account}:sizes'])
      expect(await redis.pttl(key)).toBeGreaterThan(6 * day);
  });

  it('lets a reply whose proxy died before it was counted last a minute', async () => {
    const sut = await opened(megabyte);
    // The account refuses: it is no sorted set.
    await redis.set('hs:cached:{account}:ages', 'x');
    await expect(put(sut, 'o:uncounted', 100, 7 * day)).rejects.toThrow(/WRONGTYPE/);
    expect(await redis.pttl('hs:cache:{o:uncounted}:0')).toBeLessThanOrEqual(60_000);
  });

  it('names again what a proxy that died did not drop', async () => {
    const sut = await opened(50_000);
    for (let index = 0; index < 10; index++) await put(sut, `o:${index}`, 1_000);
    const keys = ['ages', 'ends', 'sizes'].map((part) => `hs:cached:{account}:${part}`);
    const told = await redis.eval(boundScripts.hsKeep.lua, 3, ...keys, 1_000, 0);
    expect((told as unknown[]).length).toBeGreaterThan(2);
    const smaller = await opened(5_000);
    await put(smaller, 'o:new', 1_000);
    expect(await has(smaller, 'o:0')).toBe(false);
    expect((await account()).bytes).toBeLessThanOrEqual(5_000);
  });

  it('serves what a proxy of an older version stored without counting it, and counts what replaces it', async () => {
    await redis.set('hs:cache:{o:old}:0', 'old', 'PX', day);
    const sut = await opened(megabyte);
    expect(await has(sut, 'o:old')).toBe(true);
    const entry = new Uint8Array(100);
    await sut.store({ key: 'o:old', owner: 'o', buckets: 1, entry, ttlMs: day, replace: true });
    expect(await account()).toMatchObject({ ages: 1 });
  });

  it('takes at most half of a server that evicts nothing', async () => {
    const maximum = (await used()) + 10 * megabyte;
    await redis.config('SET', 'maxmemory', String(maximum));
    const sut = await opened(1_000 * megabyte);
    for (let index = 0; index < 40; index++) await put(sut, `o:${index}`, 500_000);
    expect((await account()).bytes).toBeLessThanOrEqual(maximum / 2);
    expect(await has(sut, 'o:39')).toBe(true);
    expect(await redis.set('bull:job', 'x')).toBe('OK');
  });

  it('stores nothing while the server is more than 70 % full, and makes room', async () => {
    const first = await opened(1_000 * megabyte);
    for (let index = 0; index < 8; index++) await put(first, `o:${index}`, 500_000);
    await fillOthers(10 * megabyte);
    await redis.config('SET', 'maxmemory', String(Math.floor((await used()) / 0.8)));
    const sut = await opened(1_000 * megabyte);
    expect(await put(sut, 'o:new', 1_000)).toBeUndefined();
    expect(await has(sut, 'o:0')).toBe(false);
    expect(await has(sut, 'o:7')).toBe(true);
  });

  it('makes room in a server that is full and refuses to add', async () => {
    const first = await opened(1_000 * megabyte);
    for (let index = 0; index < 8; index++) await put(first, `o:${index}`, 500_000, index < 2 ? 1 : day);
    while ((await redis.exists('hs:cache:{o:0}:0', 'hs:cache:{o:1}:0')) > 0);
    await fillOthers(10 * megabyte);
    await redis.config('SET', 'maxmemory', String((await used()) - 2 * megabyte));
    await expect(redis.set('bull:other', 'x')).rejects.toThrow(/OOM/);
    const sut = await opened(1_000 * megabyte);
    expect(await put(sut, 'o:new', 1_000)).toBeUndefined();
    expect(await account()).toMatchObject({ ages: 0, bytes: 0 });
    while ((await redis.set('bull:other', 'x').catch(() => 'full')) !== 'OK');
  });

  it('leaves it to a server that evicts how full it is', async () => {
    await fillOthers(10 * megabyte);
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await redis.config('SET', 'maxmemory', String(Math.floor((await used()) / 0.9)));
    try {
      const sut = await opened(1_000 * megabyte);
      expect(await put(sut, 'o:new', 1_000)).toBe(0);
    } finally {
      await redis.config('SET', 'maxmemory-policy', 'noeviction');
    }
  });

  it('keeps the cache in a server of its own where one is given, and limits in the other', async () => {
    const own = await startTestRedis();
    try {
      const sut = await opened(megabyte, own.url);
      await put(sut, 'o:own', 100);
      await sut.take([{ key: 'o:own', quota: 1, windowMs: 60_000, amount: 1, estimated: false }]);
      expect(await redis.keys('*')).toEqual(['hs:limit:{o}:own']);
      expect(await has(sut, 'o:own')).toBe(true);
    } finally {
      await own.remove();
    }
  });
});
