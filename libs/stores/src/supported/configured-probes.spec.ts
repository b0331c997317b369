import { loadConfig } from '@heliostat/platform';
import { configuredProbes, requireExternalStores } from './configured-probes.js';

const external = {
  DATABASE_URL: 'postgres://u:hunter22@db:5432/heliostat',
  CLICKHOUSE_URL: 'http://ch:8123',
  S3_ENDPOINT: 'http://minio:9000',
  S3_BUCKET_NAME: 'heliostat',
};

describe(configuredProbes.name, () => {
  it('asks only the stores that settings name, and shows no password', () => {
    const sut = configuredProbes(loadConfig({ ...external, REDIS_URL: 'redis://:hunter22@valkey:6379' }));
    expect(sut.map(({ store, where }) => `${store} ${where}`)).toEqual([
      'Postgres db:5432',
      'ClickHouse ch:8123',
      'Redis valkey:6379',
      'Object store minio:9000',
    ]);
    expect(configuredProbes(loadConfig({}))).toEqual([]);
  });
});

describe(requireExternalStores.name, () => {
  it('names every store that a cluster lacks', () => {
    expect(() => requireExternalStores(loadConfig({ CLICKHOUSE_URL: 'http://ch:8123' }))).toThrow(
      /DATABASE_URL: expected[\s\S]*S3_BUCKET_NAME: expected/,
    );
    expect(() => requireExternalStores(loadConfig(external))).not.toThrow();
  });
});
