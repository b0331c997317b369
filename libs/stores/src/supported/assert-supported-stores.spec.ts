import { loadConfig } from '@heliostat/platform';
import { assertSupportedStores } from './assert-supported-stores.js';
import { UnsupportedStoreError, type StoreProbe } from './store-probe.js';

const probe = (store: string, ask: StoreProbe['ask']): StoreProbe => ({ store, where: `${store}:1`, ask });
const sut = (...probes: StoreProbe[]) => assertSupportedStores(loadConfig({}), probes);

describe(assertSupportedStores.name, () => {
  it('names a store that is too old, whatever the others say', async () => {
    const old = probe('Postgres', () =>
      Promise.reject(new UnsupportedStoreError('Postgres', '12.1', '14.0 or later')),
    );
    const away = probe('ClickHouse', () => Promise.reject(new Error('refused')));
    await expect(sut(away, old)).rejects.toMatchObject({
      code: 'stores/unsupported-version',
      message: expect.stringContaining('Postgres 12.1 is too old'),
    });
  });

  it('lets an app start while a store is away', async () => {
    await expect(
      sut(probe('ClickHouse', () => Promise.reject(new Error('refused')))),
    ).resolves.toBeUndefined();
  });
});
