import { hash } from 'node:crypto';
import { createLogger } from '@heliostat/platform';
import { FakeKeyStore, testOrg } from '../testing/proxy.fixture.js';
import { KeyCache } from './key-cache.js';

const second = 1_000;
const hour = 3_600 * second;

function create() {
  const store = new FakeKeyStore();
  store.add('known');
  const clock = { now: 1_700_000_000_000 };
  const sut = new KeyCache(store, createLogger('test', 'silent'), () => clock.now);
  return { sut, store, clock };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe(KeyCache.name, () => {
  it('asks once for many requests with the same key', async () => {
    const { sut, store } = create();
    const grants = await Promise.all(Array.from({ length: 50 }, () => sut.find('known')));
    expect(grants.every((grant) => grant?.org === testOrg)).toBe(true);
    expect(store.asked).toEqual([hash('sha256', 'known')]);
  });

  it('answers a known key at once', async () => {
    const { sut } = create();
    await sut.find('known');
    expect(sut.find('known')).toMatchObject({ org: testOrg });
  });

  it('remembers for ten seconds that nobody has a key', async () => {
    const { sut, store, clock } = create();
    expect(await sut.find('unknown')).toBeNull();
    expect(sut.find('unknown')).toBeNull();
    clock.now += 10 * second;
    await sut.find('unknown');
    expect(store.asked.length).toBe(2);
  });

  it('serves an entry older than a minute and asks again beside it', async () => {
    const { sut, store, clock } = create();
    await sut.find('known');
    clock.now += 61 * second;
    expect(sut.find('known')).toMatchObject({ org: testOrg });
    await settled();
    expect(store.asked.length).toBe(2);
    store.grants.clear();
    clock.now += 61 * second;
    void sut.find('known');
    await settled();
    expect(await sut.find('known')).toBeNull();
  });

  it('serves known keys for 24 hours while the store is away', async () => {
    const { sut, store, clock } = create();
    await sut.find('known');
    store.down = true;
    clock.now += 23 * hour;
    expect(await sut.find('known')).toMatchObject({ org: testOrg });
    await settled();
    clock.now += hour;
    await expect(sut.find('known')).rejects.toMatchObject({ code: 'auth/unavailable', status: 503 });
  });

  it('says that it cannot check an unknown key while the store is away', async () => {
    const { sut, store } = create();
    store.down = true;
    await expect(sut.find('unknown')).rejects.toMatchObject({ code: 'auth/unavailable' });
  });

  it('forgets a key that was revoked', async () => {
    const { sut, store } = create();
    await sut.find('known');
    store.grants.clear();
    store.announce({ hash: hash('sha256', 'known') });
    expect(await sut.find('known')).toBeNull();
  });

  it('learns of a key that was made a moment after it was refused', async () => {
    const { sut, store } = create();
    expect(await sut.find('new')).toBeNull();
    store.add('new');
    store.announce({ hash: hash('sha256', 'new') });
    expect(await sut.find('new')).toMatchObject({ org: testOrg });
  });

  it('does not keep an answer that a change overtook', async () => {
    const { sut, store } = create();
    const asked = sut.find('known');
    store.grants.clear();
    store.announce({ hash: hash('sha256', 'known') });
    expect(await asked).toBeNull();
  });

  it('asks before it serves after notices may have been missed', async () => {
    const { sut, store } = create();
    await sut.find('known');
    store.grants.clear();
    store.announce('all');
    expect(await sut.find('known')).toBeNull();
  });

  it('serves what it knows after missed notices when the store is still away', async () => {
    const { sut, store } = create();
    await sut.find('known');
    store.down = true;
    store.announce('all');
    expect(await sut.find('known')).toMatchObject({ org: testOrg });
  });

  it('asks for at most sixteen keys at once', async () => {
    const { sut, store } = create();
    const asked = Promise.all(Array.from({ length: 40 }, (_, i) => sut.find(`key ${i}`)));
    await Promise.resolve();
    expect(store.asked.length).toBe(16);
    await asked;
    expect(store.asked.length).toBe(40);
  });

  it('notes when keys were used, once for many uses', async () => {
    const { sut, store, clock } = create();
    await sut.find('known');
    clock.now += 5 * second;
    void sut.find('known');
    await sut.touch();
    await sut.touch();
    expect(store.touched).toEqual([{ keyId: 'key-1', at: new Date(clock.now) }]);
  });
});
