import { CodedError, type Config } from '@heliostat/platform';
import { createObjectStore } from '@heliostat/stores/objects';
import { restoreClickHouse } from '../clickhouse/restore-clickhouse.js';
import type { Manifest } from '../manifest/manifest.schema.js';
import type { StoreName } from '../manifest/store-names.js';
import { restoreObjects } from '../objects/restore-objects.js';
import { restorePostgres } from '../postgres/restore-postgres.js';
import type { BackupStore } from '../store/backup-store.js';
import type { RestorePlan } from './restore-plan.js';

export type RestoreOptions = {
  config: Config;
  store: BackupStore;
  plan: RestorePlan;
  /** Replaces what is in the stores. */
  force?: boolean;
  /** The program; `pg_restore` of PATH unless told. */
  pgRestore?: string;
  /** Hears what is done, a line for each store. */
  tell?: (line: string) => void;
};

/**
 * Restores what the plan says. Whoever calls migrates afterwards. Returns what a count found to differ from the backup;
 * nothing is as it should be. Throws `restore/not-empty` before anything is changed.
 */
export async function restoreBackup(options: RestoreOptions): Promise<string[]> {
  const { plan, force = false, tell = () => {} } = options;
  if (plan.occupied.length > 0 && !force)
    throw new CodedError(
      'restore/not-empty',
      [
        'These stores are not empty:',
        ...plan.occupied.map(({ store, content }) => `  ${store}: ${content}`),
        'Nothing was changed. To replace what is there: --force.',
      ].join('\n'),
      409,
    );
  const faults: string[] = [];
  for (const name of plan.stores) {
    faults.push(...(await restoreStore(name, options)));
    tell(`${name}: restored`);
  }
  return faults;
}

async function restoreStore(name: StoreName, options: RestoreOptions): Promise<string[]> {
  const { config, store } = options;
  const { id, stores }: Manifest = options.plan.manifest;
  const { postgres, clickhouse, objects } = stores;
  if (name === 'postgres' && postgres)
    return restorePostgres(config, store, id, postgres, options.pgRestore ?? 'pg_restore');
  if (name === 'clickhouse' && clickhouse) return restoreClickHouse(config, store, id, clickhouse);
  if (name !== 'objects' || !objects) return [];
  const target = createObjectStore(config);
  try {
    return await restoreObjects(target, store, id, objects);
  } finally {
    await target.close();
  }
}
