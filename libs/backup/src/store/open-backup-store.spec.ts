import { loadConfig } from '@heliostat/platform';
import { backupKeys } from './backup-keys.js';
import { openBackupStore, sharesBucket } from './open-backup-store.js';

const data = {
  S3_ENDPOINT: 'http://minio:9000',
  S3_BUCKET_NAME: 'heliostat',
  S3_ACCESS_KEY: 'data-key',
  S3_SECRET_KEY: 'data-secret',
};
const open = (env: Record<string, string>) => openBackupStore(loadConfig(env));

describe(openBackupStore.name, () => {
  it('takes server and keys of the data for a bucket of its own', () => {
    expect(open({ ...data, BACKUP_S3_BUCKET_NAME: 'backups-bucket' }).s3).toEqual({
      endpoint: 'http://minio:9000',
      bucket: 'backups-bucket',
      keys: { access: 'data-key', secret: 'data-secret' },
    });
  });

  it('does not send the keys of the data to another server', () => {
    const sut = open({
      ...data,
      BACKUP_S3_ENDPOINT: 'https://s3.example.com',
      BACKUP_S3_BUCKET_NAME: 'b-bucket',
    });
    expect(sut.s3).toEqual({ endpoint: 'https://s3.example.com', bucket: 'b-bucket', keys: undefined });
  });

  it('is in the data directory where nothing is in S3', () => {
    const sut = open({ HELIOSTAT_DATA_DIR: '/data' });
    expect(sut).toMatchObject({ where: '/data/backups', s3: undefined });
  });

  it('names the wrong setting by its own name', () => {
    const env = { ...data, BACKUP_S3_BUCKET_NAME: 'b-bucket', BACKUP_S3_ACCESS_KEY: 'only-this' };
    expect(() => open(env)).toThrow('BACKUP_S3_ACCESS_KEY, BACKUP_S3_SECRET_KEY: expected both');
  });
});

describe(sharesBucket.name, () => {
  it('is so only for the same bucket of the same server', () => {
    expect(sharesBucket(loadConfig(data))).toBe(true);
    expect(sharesBucket(loadConfig({ ...data, BACKUP_S3_BUCKET_NAME: 'other' }))).toBe(false);
    expect(sharesBucket(loadConfig({ ...data, BACKUP_S3_ENDPOINT: 'http://elsewhere:9000' }))).toBe(false);
  });
});

describe(backupKeys.name, () => {
  it('keeps backups out of backups where both share a bucket', () => {
    const isBackup = backupKeys(loadConfig(data));
    expect([isBackup('backups/objects/a'), isBackup('backups-of-mine/a'), isBackup('segments/a')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(backupKeys(loadConfig({}))('backups/objects/a')).toBe(false);
  });
});
