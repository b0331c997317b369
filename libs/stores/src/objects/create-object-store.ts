import { join } from 'node:path';
import { CodedError, type Config } from '@heliostat/platform';
import { FilesystemObjectStore } from './filesystem-object-store.driver.js';
import { S3ObjectStore } from './s3-object-store.driver.js';
import type { StreamingObjectStore } from './streaming-object-store.js';

export type ObjectStoreConfig = Pick<
  Config,
  'HELIOSTAT_DATA_DIR' | 'S3_ENDPOINT' | 'S3_BUCKET_NAME' | 'S3_ACCESS_KEY' | 'S3_SECRET_KEY' | 'S3_REGION'
>;

/**
 * S3 when a bucket or an endpoint is set, else `objects` in the data directory. Reaches nothing yet: the store is
 * checked by `check`. Throws `config/invalid` when the S3 settings do not go together.
 */
export function createObjectStore(config: ObjectStoreConfig): StreamingObjectStore {
  const { S3_ENDPOINT, S3_BUCKET_NAME, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION } = config;
  if (!S3_ENDPOINT && !S3_BUCKET_NAME)
    return new FilesystemObjectStore(join(config.HELIOSTAT_DATA_DIR, 'objects'));
  const faults: string[] = [];
  if (!S3_BUCKET_NAME) faults.push('S3_BUCKET_NAME: expected a bucket, since S3_ENDPOINT is set');
  if (!S3_ACCESS_KEY !== !S3_SECRET_KEY)
    faults.push('S3_ACCESS_KEY, S3_SECRET_KEY: expected both, or neither to use the IAM role');
  if (S3_ENDPOINT && new URL(S3_ENDPOINT).pathname !== '/')
    faults.push('S3_ENDPOINT: expected a URL without a path');
  if (faults.length > 0 || !S3_BUCKET_NAME)
    throw new CodedError('config/invalid', `Wrong settings:\n${faults.map((f) => `  ${f}`).join('\n')}`);
  return new S3ObjectStore({
    endpoint: S3_ENDPOINT ?? `https://s3.${S3_REGION}.amazonaws.com`,
    bucket: S3_BUCKET_NAME,
    region: S3_REGION,
    keys: S3_ACCESS_KEY && S3_SECRET_KEY ? { access: S3_ACCESS_KEY, secret: S3_SECRET_KEY } : undefined,
  });
}
