import { createObjectStore, type ObjectStoreConfig } from '../objects/index.js';
import type { StoreProbe } from './store-probe.js';

/** The object store, with its bucket made when it is missing. */
export function objectStoreProbe(config: ObjectStoreConfig): StoreProbe {
  const { S3_ENDPOINT, S3_BUCKET_NAME, HELIOSTAT_DATA_DIR } = config;
  return {
    store: 'Object store',
    where: S3_ENDPOINT ? new URL(S3_ENDPOINT).host : (S3_BUCKET_NAME ?? HELIOSTAT_DATA_DIR),
    ask: async () => {
      const objects = createObjectStore(config);
      try {
        await objects.check();
        return S3_BUCKET_NAME ? `S3 bucket ${S3_BUCKET_NAME}` : HELIOSTAT_DATA_DIR;
      } finally {
        await objects.close();
      }
    },
  };
}
