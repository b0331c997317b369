import type { PostgresSettings } from '@heliostat/stores/postgres';
import type { PostgresPart } from '../manifest/manifest.schema.js';
import type { BackupStore } from '../store/backup-store.js';
import { postgresAddress } from './postgres-address.js';
import { countTables, serverVersion, userTables, withPostgres } from './postgres-session.js';
import { feed, requireTool } from './postgres-tool.js';

/** What is in the database already, in words; undefined when it is empty. */
export async function postgresContent(config: PostgresSettings): Promise<string | undefined> {
  return withPostgres(config, async (client) => {
    const tables = await userTables(client);
    return tables.length > 0 ? `${tables.length} tables, such as ${tables[0]!.name}` : undefined;
  });
}

/**
 * Restores the dump in one transaction: the database is as before when it fails. Tables that the backup does not know
 * (of a newer schema) are dropped first. Returns the faults that a count of the rows found.
 */
export async function restorePostgres(
  config: PostgresSettings,
  store: BackupStore,
  id: string,
  part: PostgresPart,
  pgRestore: string,
): Promise<string[]> {
  return withPostgres(config, async (client, url) => {
    const dumped = Number.parseInt(part.serverVersion, 10);
    await requireTool('pg_restore', pgRestore, Math.max(dumped, (await serverVersion(client)).major));
    // Read once in full before anything is touched: a damaged dump must not cost what is there.
    await drain(await store.read(id, part));
    const known = new Set(part.tables.map(({ name }) => name));
    for (const { name, quoted } of await userTables(client))
      if (!known.has(name)) await client.query(`DROP TABLE IF EXISTS ${quoted} CASCADE`);
    const { uri, env } = postgresAddress(url);
    const args = [
      '--no-owner',
      '--no-acl',
      '--clean',
      '--if-exists',
      '--single-transaction',
      '--dbname',
      uri,
    ];
    // Apps that still run hold locks; better an error than to wait for them for ever.
    const options = { PGOPTIONS: '-c lock_timeout=60s' };
    await feed(pgRestore, args, { ...env, ...options }, await store.read(id, part));
    const restored = new Map((await countTables(client)).map(({ name, rows }) => [name, rows]));
    return part.tables
      .filter(({ name, rows }) => restored.get(name) !== rows)
      .map(({ name, rows }) => `Postgres ${name}: ${restored.get(name) ?? 'no'} rows instead of ${rows}`);
  });
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}
