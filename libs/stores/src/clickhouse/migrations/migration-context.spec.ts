import { createMigrationContext } from './migration-context.js';
import { migrations } from './migrations.js';

const statements = (settings: Parameters<typeof createMigrationContext>[0]) =>
  migrations.flatMap((migration) => migration.statements(createMigrationContext(settings)));
const creating = (all: string[], table: string) =>
  all.find((sql) => sql.startsWith(`CREATE TABLE IF NOT EXISTS ${table}`));
const tables = [
  'request_response_rmt',
  'ingested_segments',
  'ingest_poison',
  'request_rollup_marks',
  'request_rollup_builds',
  'request_rollups',
  'request_rollup_groups',
];

describe('the schema on one server', () => {
  const sut = statements({});

  it('has every table under its own name with a plain engine', () => {
    for (const table of tables)
      expect(creating(sut, table)).toMatch(/\n\)\nENGINE = (Replacing)?MergeTree\(/);
  });

  it('names no cluster, no replica and no table of a shard', () => {
    expect(sut.join('\n')).not.toMatch(/ON CLUSTER|Replicated|Distributed|_local/);
  });
});

describe('the schema on a replicated cluster', () => {
  const sut = statements({ CLICKHOUSE_CLUSTER: 'main' });

  it('runs every change of the schema on the cluster', () => {
    const changes = sut.filter((sql) => !sql.startsWith('INSERT'));
    for (const sql of changes) expect(sql.split('\n', 1)[0]).toContain(" ON CLUSTER 'main'");
  });

  it('replicates every table under a path of its own', () => {
    for (const table of tables)
      expect(creating(sut, table)).toMatch(
        /ENGINE = Replicated(Replacing)?MergeTree\('\/clickhouse\/tables\/\{shard\}\/\{database\}\/\{table\}', '\{replica\}'/,
      );
  });

  it('keeps the version column of what replaces rows', () => {
    expect(creating(sut, 'request_response_rmt')).toContain("'{replica}', updated_at)");
  });

  it('has no table in front of the shards', () => {
    expect(sut.join('\n')).not.toMatch(/Distributed|_local/);
  });
});

describe('the schema on a sharded cluster', () => {
  const sut = statements({ CLICKHOUSE_CLUSTER: 'main', CLICKHOUSE_SHARDED: true });

  it('puts a Distributed table in front of the rows of each table', () => {
    for (const table of tables) {
      const at = sut.indexOf(creating(sut, `${table}_local ON CLUSTER`)!);
      expect(sut[at + 1]).toMatch(
        new RegExp(
          `^CREATE TABLE IF NOT EXISTS ${table} ON CLUSTER 'main' AS ${table}_local\\nENGINE = Distributed\\('main', currentDatabase\\(\\), '${table}_local', sipHash64\\(`,
        ),
      );
    }
  });

  it('spreads rows by columns of the sorting key alone, so that all versions of a row meet on one shard', () => {
    const key = /ORDER BY \(([^)]*)\)/.exec(creating(sut, 'request_response_rmt_local')!)![1]!;
    const spread = /_local', sipHash64\(organization_id, toUnixTimestamp\(toStartOfHour\((\w+)\)\)\)/.exec(
      creating(sut, 'request_response_rmt ON')!,
    )![1]!;
    expect(key.split(', ')).toEqual(expect.arrayContaining(['organization_id', spread]));
  });

  it('adds columns to both tables and indexes to the rows’ own', () => {
    const altered = sut.filter((sql) => sql.startsWith('ALTER')).map((sql) => sql.split('\n'));
    expect(altered.map(([table, change]) => `${table!.split(' ')[2]} ${change!.slice(0, 9)}`)).toEqual([
      'request_response_rmt_local ADD COLUM',
      'request_response_rmt_local ADD INDEX',
      'request_response_rmt ADD COLUM',
      'request_response_rmt_local ADD COLUM',
      'request_response_rmt ADD COLUM',
      'request_rollups_local ADD COLUM',
      'request_rollups ADD COLUM',
      'request_response_rmt_local ADD COLUM',
      'request_response_rmt ADD COLUM',
      'request_rollups_local ADD COLUM',
      'request_rollups ADD COLUM',
    ]);
  });

  it('marks hours on the shard where their rows are written', () => {
    const view = sut.find((sql) => sql.startsWith('CREATE MATERIALIZED VIEW'))!;
    expect(view).toContain('TO request_rollup_marks_local AS');
    expect(view).toMatch(/FROM request_response_rmt_local$/);
  });
});
