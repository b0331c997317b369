import {
  openBackupStore,
  parseStores,
  planRestore,
  restoreBackup,
  type Manifest,
  type RestorePlan,
  type StoreName,
} from '@heliostat/backup';
import { requireExternalStores } from '@heliostat/stores/supported';
import { readBackupSettings } from '../backup/backup-settings.js';
import { inBytes } from '../backup/readable.js';
import { migrateStores } from '../migrate/migrate-stores.js';
import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';
import { configOfRunning } from '../runtime/runtime-file.js';

export type RestoreCommandOptions = { backup: string; stores?: string; force?: boolean; plan?: boolean };

/** `heliostat restore`: brings a backup back, and every schema up to date. Resolves with the exit code. */
export async function restore(
  options: RestoreCommandOptions,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  try {
    const { pgRestore } = readBackupSettings(env);
    const stores = options.stores === undefined ? undefined : parseStores(options.stores);
    const config = await configOfRunning(env);
    if (config.HELIOSTAT_NAMESPACE) requireExternalStores(config);
    const store = openBackupStore(config);
    try {
      const plan = await planRestore({ config, store, backup: options.backup, stores });
      for (const line of planned(plan)) progress.note(line);
      if (options.plan) {
        for (const { store: name, content } of plan.occupied)
          progress.warn(`${name} is not empty (${content}): needs --force`);
        progress.note('nothing was changed (--plan)');
        return 0;
      }
      const { force } = options;
      const tell = (line: string) => progress.note(line);
      const faults = await restoreBackup({ config, store, plan, force, pgRestore, tell });
      for (const name of await migrateStores(config)) progress.note(`ran ${name}`);
      for (const fault of faults) progress.warn(fault);
      if (faults.length > 0) {
        progress.fail(
          'The backup was restored, but what is there now is not what was backed up (see above).',
        );
        return 1;
      }
      progress.note('every count is as in the backup');
      progress.plain(nextSteps(plan.manifest, plan.stores));
      return 0;
    } finally {
      await store.close();
    }
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
}

function planned({ manifest, stores }: RestorePlan): string[] {
  const { postgres, clickhouse, objects } = manifest.stores;
  const sizes: Record<StoreName, string> = {
    postgres: postgres ? `${postgres.tables.length} tables, ${inBytes(postgres.bytes)}` : '',
    clickhouse: clickhouse
      ? `${clickhouse.tables.length} tables, ${inBytes(clickhouse.bytes)} (${clickhouse.method})`
      : '',
    objects: objects ? `${objects.objects} objects, ${inBytes(objects.bytes)}` : '',
  };
  return [
    `backup ${manifest.id}, begun ${manifest.startedAt} by Heliostat ${manifest.version}`,
    ...stores.map((name, at) => `${at + 1}. ${name}: ${sizes[name]}`),
    `${stores.length + 1}. bring the schemas up to date`,
  ];
}

/** What of the time after the backup can be had again. */
function nextSteps({ startedAt }: Manifest, stores: StoreName[]): string {
  const since = startedAt.slice(0, 16);
  const lines = ['', 'Next:'];
  if (stores.includes('postgres'))
    lines.push(
      '  Accounts and keys are as of the backup: what was made or revoked since is to be done again.',
    );
  if (stores.includes('clickhouse') && !stores.includes('objects'))
    lines.push(
      '  The object store still has the calls since the backup. Start the apps, then bring their rows back:',
      `    heliostat reprocess --from ${since}`,
    );
  else if (stores.includes('clickhouse'))
    lines.push(
      '  Start the apps. Calls since the backup are gone, but for those in the spools of the proxies.',
    );
  lines.push(
    '  The worker finds segments of the last hours that have no rows by itself.',
    '  Check: heliostat status, heliostat smoke.',
  );
  return lines.join('\n');
}
