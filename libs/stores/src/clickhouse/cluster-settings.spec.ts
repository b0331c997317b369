import { clusterSettings } from './cluster-settings.js';

describe(clusterSettings.name, () => {
  it('sends nothing more on one server', () => {
    expect(clusterSettings({})).toEqual({ read: {}, write: {}, change: {} });
  });

  it('waits for a majority of replicas before a write is acknowledged', () => {
    expect(clusterSettings({ CLICKHOUSE_CLUSTER: 'main' }).write).toMatchObject({
      insert_quorum: 'auto',
      insert_quorum_parallel: 1,
    });
  });

  it('has an insert reach its shards before it is acknowledged', () => {
    const sut = clusterSettings({ CLICKHOUSE_CLUSTER: 'main', CLICKHOUSE_SHARDED: true });
    expect(sut.write).toMatchObject({ distributed_foreground_insert: 1 });
    expect(sut.read).toEqual({ distributed_product_mode: 'global' });
  });
});
