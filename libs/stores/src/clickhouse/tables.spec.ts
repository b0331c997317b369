import { createTables } from './tables.js';

const names = (settings: Parameters<typeof createTables>[0]) => {
  const sut = createTables(settings);
  return [sut.stored('t'), sut.mutable('t'), sut.everyReplica('t')];
};

describe(createTables.name, () => {
  it('uses the plain name on one server', () => {
    expect(names({})).toEqual(['t', 't', 't']);
  });

  it('asks every replica of a cluster when a row is read to replace it', () => {
    expect(names({ CLICKHOUSE_CLUSTER: 'main' })).toEqual([
      't',
      't',
      "clusterAllReplicas('main', currentDatabase(), t)",
    ]);
  });

  it('takes every shard along in a mutation', () => {
    expect(names({ CLICKHOUSE_CLUSTER: 'main', CLICKHOUSE_SHARDED: true })).toEqual([
      't_local',
      "t_local ON CLUSTER 'main'",
      "clusterAllReplicas('main', currentDatabase(), t_local)",
    ]);
  });
});
