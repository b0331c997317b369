import { sharesBucket, type BackupStoreConfig } from './open-backup-store.js';

/** Which keys of the object store of the data are backups, and so neither backed up nor taken for data. */
export function backupKeys(config: BackupStoreConfig): (key: string) => boolean {
  if (!sharesBucket(config)) return () => false;
  return (key) => key.startsWith(`${config.BACKUP_PREFIX}/`);
}
