import { createLogger } from '@heliostat/platform';
import { freePort } from '../testing/free-port.js';
import {
  requestRowFactory,
  startEmbeddedClickHouse,
  testOrganizationId,
  type EmbeddedClickHouse,
} from '../testing/index.js';
import { createClickHouse, type ClickHouse } from './clickhouse-client.js';
import { createMigrationContext } from './migrations/migration-context.js';
import { migrations } from './migrations/migrations.js';
import { RollupBuilder } from './rollup-builder.js';
import { editVersion } from './row-version.js';
import { toDateTime64 } from './to-date-time64.js';

const cluster = { CLICKHOUSE_CLUSTER: 'shards', CLICKHOUSE_SHARDED: true };
const hourMs = 3_600_000;
const start = Date.UTC(2026, 0, 1);

/** The embedded engine has no Keeper: DDL runs on each server by itself, and one server holds each shard. */
const withoutKeeper = (sql: string) =>
  sql
    .replaceAll(" ON CLUSTER 'shards'", '')
    .replace(/Replicated(\w+)\('[^']*', '[^']*'(, )?/, '$1(')
    .replace('replicated_deduplication_window', 'non_replicated_deduplication_window');

describe('two shards', () => {
  const servers: EmbeddedClickHouse[] = [];
  let sut: ClickHouse;
  let shards: ClickHouse[];

  beforeAll(async () => {
    const nativePorts = [await freePort(), await freePort()];
    servers.push(
      ...(await Promise.all([0, 1].map((own) => startEmbeddedClickHouse({ shard: { nativePorts, own } })))),
    );
    const context = createMigrationContext(cluster);
    shards = servers.map(({ config }) => createClickHouse(config));
    for (const { config } of servers) {
      const server = createClickHouse(config, 'default');
      await server.command('CREATE DATABASE heliostat');
      await server.close();
    }
    for (const statement of migrations.flatMap((migration) => migration.statements(context)))
      for (const shard of shards) await shard.command(withoutKeeper(statement));
    sut = createClickHouse({ ...servers[0]!.config, ...cluster });
    await sut.insert('request_response_rmt', rows);
  });
  afterAll(async () => {
    await Promise.all([sut, ...shards].map((client) => client?.close()));
    await Promise.all(servers.map((server) => server.stop()));
  });

  const rows = Array.from({ length: 96 }, (_, index) =>
    requestRowFactory({
      request_created_at: toDateTime64(start + (index * hourMs) / 2),
      user_id: `user-${index % 5}`,
      properties: { Half: String(index % 2) },
      cost: '1000',
    }),
  );
  const countAt = async (shard: ClickHouse, table: string) =>
    (await shard.query<{ n: number }>(`SELECT count() AS n FROM ${table}`))[0]!.n;

  it('share the rows of one organisation, each on one shard', async () => {
    const counts = await Promise.all(shards.map((shard) => countAt(shard, 'request_response_rmt_local')));
    expect(counts[0]! + counts[1]!).toBe(96);
    expect(Math.min(...counts)).toBeGreaterThan(10);
    expect(await countAt(sut, 'request_response_rmt')).toBe(96);
  });

  it('show the newest version of a row, whichever server is asked', async () => {
    const row = rows[7]!;
    const changed = { ...row, model: 'corrected', updated_at: editVersion(row.updated_at, Date.now()) };
    await sut.insert('request_response_rmt', [changed]);
    for (const { config } of servers) {
      const client = createClickHouse({ ...config, ...cluster });
      const found = await client.query<{ model: string }>(
        'SELECT model FROM request_response_rmt WHERE request_id = {id:UUID}',
        { id: row.request_id },
      );
      await client.close();
      expect(found).toEqual([{ model: 'corrected' }]);
    }
  });

  it('give the newest version to whoever replaces it', async () => {
    const found = await sut.query<{ model: string }>(
      `SELECT model FROM ${sut.tables.everyReplica('request_response_rmt')}
       WHERE organization_id = {org:UUID} AND request_id = {id:UUID} ORDER BY updated_at DESC LIMIT 1`,
      { org: testOrganizationId, id: rows[7]!.request_id },
    );
    expect(found).toEqual([{ model: 'corrected' }]);
  });

  it('answer a subquery over all shards', async () => {
    const [found] = await sut.query<{ n: number }>(
      `SELECT count() AS n FROM request_response_rmt WHERE user_id IN (
         SELECT user_id FROM request_response_rmt GROUP BY user_id HAVING count() > 19)`,
    );
    expect(found).toEqual({ n: 20 });
  });

  it('add up hours where their rows are', async () => {
    const builder = new RollupBuilder({
      clickhouse: sut,
      logger: createLogger('test', 'silent'),
      graceSeconds: 0,
    });
    expect(await builder.build(24 * 3600)).toBe(48);
    const [sums] = await sut.query<{ requests: number; cost: number }>(
      `SELECT sum(requests) AS requests, sum(cost) AS cost FROM request_rollups
       WHERE (organization_id, hour, build) IN (SELECT organization_id, hour, build FROM request_rollup_builds)`,
    );
    expect(sums).toEqual({ requests: 96, cost: 96_000 });
    const hours = await Promise.all(
      shards.map((shard) =>
        shard.query<{ hour: string }>(
          `SELECT DISTINCT hour FROM request_rollups_local
           WHERE hour NOT IN (SELECT toStartOfHour(request_created_at) FROM request_response_rmt_local)`,
        ),
      ),
    );
    expect(hours).toEqual([[], []]);
    await expect(builder.build(24 * 3600)).resolves.toBe(0);
  });
});
