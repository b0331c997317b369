import { CodedError } from '@heliostat/platform';
import type { DataSource, EntityManager } from 'typeorm';
import { schemaVersion } from './migrations/migrations.js';

export type SchemaInfo = { version: number; oldestApp: string };

/** What the last migration wrote down; undefined on a database that was never migrated. */
export async function readSchemaInfo(
  source: Pick<DataSource | EntityManager, 'query'>,
): Promise<SchemaInfo | undefined> {
  const [table] = await source.query<{ present: boolean }[]>(
    `SELECT to_regclass('schema_info') IS NOT NULL AS present`,
  );
  if (!table?.present) return undefined;
  const [row] = await source.query<{ version: number; oldest_app: string }[]>(
    'SELECT version, oldest_app FROM schema_info',
  );
  return row && { version: row.version, oldestApp: row.oldest_app };
}

/**
 * Whether this app may run on that schema. Throws `postgres/not-migrated` when migrations are still to run, and
 * `postgres/schema-too-new` when a newer Heliostat has changed the schema beyond what `appVersion` can read.
 */
export function assertSchemaServes(info: SchemaInfo | undefined, appVersion: string): void {
  if (info && compareVersions(appVersion, info.oldestApp) < 0)
    throw new CodedError(
      'postgres/schema-too-new',
      `This is Heliostat ${appVersion}, and its Postgres database was migrated for ${info.oldestApp} or newer. ` +
        `Start Heliostat ${info.oldestApp} or newer, or restore a backup from before the upgrade.`,
      503,
    );
  if (!info || info.version < schemaVersion)
    throw new CodedError(
      'postgres/not-migrated',
      `The Postgres schema is at version ${info?.version ?? 0} and Heliostat ${appVersion} needs ${schemaVersion}. ` +
        'Run `heliostat migrate`.',
      503,
    );
}

/** Negative, zero or positive, by major, minor and patch; what follows a hyphen is not compared. */
export function compareVersions(left: string, right: string): number {
  const parts = (version: string) => (version.split('-')[0] ?? '').split('.').map(Number);
  const [a, b] = [parts(left), parts(right)];
  for (const index of [0, 1, 2]) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Waits until migrations have run, at most `timeoutMs`: apps and the migration start at the same time. Throws what
 * `assertSchemaServes` throws; a schema that is too new ends the wait at once.
 */
export async function waitForSchema(
  dataSource: DataSource,
  appVersion: string,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return assertSchemaServes(await readSchemaInfo(dataSource), appVersion);
    } catch (error) {
      const waiting = error instanceof CodedError && error.code === 'postgres/not-migrated';
      if (!waiting || Date.now() >= deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
