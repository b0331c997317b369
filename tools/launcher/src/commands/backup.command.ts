import { errorMessage } from '@heliostat/platform';
import {
  applyRetention,
  openBackupStore,
  parseStores,
  runBackup,
  sharesBucket,
  summarise,
  type BackupSet,
} from '@heliostat/backup';
import { requireExternalStores } from '@heliostat/stores/supported';
import { readBackupSettings } from '../backup/backup-settings.js';
import { inBytes, inMinutes } from '../backup/readable.js';
import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';
import { configOfRunning } from '../runtime/runtime-file.js';

export type BackupRunOptions = { stores?: string; keep?: string };

/** `heliostat backup run`: a new backup, and older ones removed as `keep` says. Resolves with the exit code. */
export async function backupRun(
  options: BackupRunOptions,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  try {
    const settings = readBackupSettings(env, options.keep);
    const stores = parseStores(options.stores);
    const config = await configOfRunning(env);
    if (config.HELIOSTAT_NAMESPACE) requireExternalStores(config);
    const store = openBackupStore(config);
    if (sharesBucket(config))
      progress.warn('backups lie in the bucket of the data: set BACKUP_S3_BUCKET_NAME to another one');
    try {
      progress.note(`backing up ${stores.join(', ')} to ${store.where}`);
      const { clickhouseMethod, pgDump, keep } = settings;
      const tell = (line: string) => progress.note(line);
      const manifest = await runBackup({ config, store, stores, clickhouseMethod, pgDump, tell });
      const { id, bytes, seconds } = summarise(manifest);
      await progress.step(`backup ${id}: ${inBytes(bytes)} in ${inMinutes(seconds)}`, async () => {});
      if (keep === undefined) return 0;
      const removed = await applyRetention(store, manifest, keep);
      for (const old of removed.sets) progress.note(`removed ${old}`);
      if (removed.objects > 0)
        progress.note(`removed ${removed.objects} objects that no backup holds any more`);
      return 0;
    } finally {
      await store.close();
    }
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
}

/** `heliostat backup list`: what backups there are, newest first. Resolves with the exit code. */
export async function backupList(
  options: { json?: boolean },
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  try {
    // Backups can be listed also where no store of the data is left.
    const config = await configOfRunning(env).catch(() => readBackupSettings(env).config);
    const store = openBackupStore(config);
    try {
      const sets = await store.sets();
      if (options.json) {
        const found = sets.flatMap(({ manifest }) => (manifest ? [summarise(manifest)] : []));
        progress.plain(JSON.stringify(found, null, 2));
      } else for (const line of table(sets, store.where)) progress.plain(line);
      return 0;
    } finally {
      await store.close();
    }
  } catch (error) {
    progress.fail(errorMessage(error));
    return 1;
  }
}

function table(sets: BackupSet[], where: string): string[] {
  if (sets.length === 0) return [`No backup in ${where}`];
  const row = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd([18, 11, 10, 9][column] ?? 0))
      .join('')
      .trimEnd();
  return [
    row(['BACKUP', 'SIZE', 'TOOK', 'VERSION', 'STORES']),
    ...sets.map(({ id, manifest, fault }) => {
      if (!manifest) return row([id, `not complete${fault ? `: ${fault}` : ''}`]);
      const { bytes, seconds, version, stores } = summarise(manifest);
      return row([id, inBytes(bytes), inMinutes(seconds), version, stores.join(', ')]);
    }),
  ];
}
