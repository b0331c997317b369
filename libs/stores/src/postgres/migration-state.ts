import type { DataSource } from 'typeorm';
import { migrations, schemaVersion } from './migrations/migrations.js';
import { readSchemaInfo } from './schema-info.js';

/** Which steps of a store's schema have run, and which this version still waits for. */
export type MigrationState = {
  version: number;
  needed: number;
  /** When the last one ran. */
  migratedAt: Date | null;
  applied: { name: string; at: Date | null }[];
  pending: string[];
};

/** Of Postgres, as `schema_info` and TypeORM's own table say; reads only. */
export async function readPostgresMigrations(dataSource: DataSource): Promise<MigrationState> {
  const own = migrations.map(({ name }) => name);
  const info = await readSchemaInfo(dataSource);
  const none = { version: 0, needed: schemaVersion, migratedAt: null, applied: [], pending: own };
  if (!info) return none;
  const [row] = await dataSource.query<{ migrated_at: Date }[]>('SELECT migrated_at FROM schema_info');
  const ran = await dataSource.query<{ name: string }[]>('SELECT name FROM schema_migration ORDER BY id');
  const names = new Set(ran.map(({ name }) => name));
  return {
    version: info.version,
    needed: schemaVersion,
    migratedAt: row?.migrated_at ?? null,
    // TypeORM keeps the time that a migration was written, not when it ran.
    applied: ran.map(({ name }) => ({ name, at: null })),
    pending: own.filter((name) => !names.has(name)),
  };
}
