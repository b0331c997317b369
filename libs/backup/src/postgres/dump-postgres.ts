import { readSchemaInfo, type PostgresSettings } from '@heliostat/stores/postgres';
import type pg from 'pg';
import type { PostgresPart } from '../manifest/manifest.schema.js';
import type { BackupStore } from '../store/backup-store.js';
import { postgresAddress } from './postgres-address.js';
import { countTables, serverVersion, withPostgres } from './postgres-session.js';
import { outputOf, requireTool } from './postgres-tool.js';

export const dumpFile = 'postgres.dump';

/**
 * Dumps the whole database with pg_dump into the set. Its tables are counted in the very snapshot that is dumped, so
 * that a restore can be compared row for row while writes go on.
 */
export async function dumpPostgres(
  config: PostgresSettings,
  store: BackupStore,
  id: string,
  pgDump: string,
): Promise<PostgresPart> {
  return withPostgres(config, async (client, url) => {
    const { version, major } = await serverVersion(client);
    await requireTool('pg_dump', pgDump, major);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
    const tables = await countTables(client);
    const schema = await readSchemaInfo(asSource(client));
    const { uri, env } = postgresAddress(url);
    const args = ['--format=custom', '--no-owner', '--no-acl', `--snapshot=${rows[0]!.id}`, '--dbname', uri];
    const facts = await store.write(id, dumpFile, outputOf(pgDump, args, env));
    await client.query('COMMIT');
    return { ...facts, serverVersion: version, schemaVersion: schema?.version ?? 0, tables };
  });
}

/** The one method that `readSchemaInfo` needs. */
export const asSource = (client: pg.Client) => ({
  query: async <T>(sql: string): Promise<T> => (await client.query(sql)).rows as T,
});
