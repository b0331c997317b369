import { createClickHouse, type ClickHouse } from '@heliostat/stores/clickhouse';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '@heliostat/stores/testing';
import { backUpNatively, restoreNatively } from './native-backup.js';

describe('the statements of a native backup', () => {
  let server: EmbeddedClickHouse;
  let real: ClickHouse;
  beforeAll(async () => {
    server = await startEmbeddedClickHouse();
    real = createClickHouse(server.config, 'default');
  });
  afterAll(async () => {
    await real.close();
    await server.stop();
  });

  const target = {
    place: { endpoint: 'http://minio:9000', bucket: 'b', keys: { access: 'k', secret: "s'\\" } },
    key: 'backups/x/clickhouse/native',
  };
  const cluster = { CLICKHOUSE_CLUSTER: 'main' };

  // The embedded engine parses what it cannot run.
  it.each([
    ['a backup', (spy: ClickHouse) => backUpNatively(spy, {}, 'heliostat', target)],
    ['a backup of a cluster', (spy: ClickHouse) => backUpNatively(spy, cluster, 'heliostat', target)],
    ['a restore', (spy: ClickHouse) => restoreNatively(spy, {}, { from: 'a', to: 'a' }, target)],
    [
      'a restore of a cluster under another name',
      (spy: ClickHouse) => restoreNatively(spy, cluster, { from: 'a', to: 'b' }, target),
    ],
  ])('of %s are ClickHouse’s SQL', async (_what, run) => {
    let statement = '';
    await run({
      command: async (sql: string) => void (statement = sql),
      query: async () => [{ status: 'RESTORED', error: '', bytes: 0 }],
    } as unknown as ClickHouse);
    const [row] = await real.query<{ sql: string }>('SELECT formatQuery({sql:String}) AS sql', {
      sql: statement,
    });
    expect(row?.sql).toMatch(/^(BACKUP|RESTORE) DATABASE /);
    expect(row?.sql).toContain('SETTINGS id = ');
  });
});
