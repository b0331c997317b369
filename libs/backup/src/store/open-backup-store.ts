import { CodedError, type Config } from '@heliostat/platform';
import { createObjectStore, FilesystemObjectStore } from '@heliostat/stores/objects';
import { BackupStore } from './backup-store.js';

export type BackupStoreConfig = Pick<
  Config,
  | 'HELIOSTAT_DATA_DIR'
  | 'S3_ENDPOINT'
  | 'S3_BUCKET_NAME'
  | 'S3_ACCESS_KEY'
  | 'S3_SECRET_KEY'
  | 'S3_REGION'
  | 'BACKUP_S3_ENDPOINT'
  | 'BACKUP_S3_BUCKET_NAME'
  | 'BACKUP_S3_ACCESS_KEY'
  | 'BACKUP_S3_SECRET_KEY'
  | 'BACKUP_S3_REGION'
  | 'BACKUP_PREFIX'
>;

/**
 * The store of backups: the bucket of `BACKUP_S3_BUCKET_NAME`, with the server and keys of `S3_…` unless it has its own;
 * without one the bucket of the data; without S3 the data directory. Reaches nothing yet. Throws `config/invalid`.
 */
export function openBackupStore(config: BackupStoreConfig): BackupStore {
  const prefix = config.BACKUP_PREFIX;
  const bucket = config.BACKUP_S3_BUCKET_NAME ?? config.S3_BUCKET_NAME;
  if (!bucket && !config.BACKUP_S3_ENDPOINT && !config.S3_ENDPOINT) {
    const root = config.HELIOSTAT_DATA_DIR;
    return new BackupStore(new FilesystemObjectStore(root), prefix, `${root}/${prefix}`);
  }
  // A server of its own has keys of its own: the data's keys are not for another's ears.
  const own = config.BACKUP_S3_ENDPOINT !== undefined || config.BACKUP_S3_ACCESS_KEY !== undefined;
  const access = own ? config.BACKUP_S3_ACCESS_KEY : config.S3_ACCESS_KEY;
  const secret = own ? config.BACKUP_S3_SECRET_KEY : config.S3_SECRET_KEY;
  const S3_REGION = config.BACKUP_S3_REGION ?? config.S3_REGION;
  const endpoint = config.BACKUP_S3_ENDPOINT ?? config.S3_ENDPOINT;
  try {
    const objects = createObjectStore({
      HELIOSTAT_DATA_DIR: config.HELIOSTAT_DATA_DIR,
      S3_ENDPOINT: endpoint,
      S3_BUCKET_NAME: bucket,
      S3_ACCESS_KEY: access,
      S3_SECRET_KEY: secret,
      S3_REGION,
    });
    const origin = endpoint ?? `https://s3.${S3_REGION}.amazonaws.com`;
    return new BackupStore(objects, prefix, `bucket ${bucket}, ${prefix}/`, {
      endpoint: origin.replace(/\/$/, ''),
      bucket: bucket!,
      keys: access && secret ? { access, secret } : undefined,
    });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new CodedError(error.code, error.message.replaceAll(/\bS3_/g, 'BACKUP_S3_'), error.status);
  }
}

/** Whether backups lie in the bucket (or folder) of the data, so that the loss of it takes both. */
export const sharesBucket = (config: BackupStoreConfig): boolean =>
  Boolean(config.S3_BUCKET_NAME) &&
  (config.BACKUP_S3_BUCKET_NAME ?? config.S3_BUCKET_NAME) === config.S3_BUCKET_NAME &&
  (config.BACKUP_S3_ENDPOINT ?? config.S3_ENDPOINT) === config.S3_ENDPOINT;
