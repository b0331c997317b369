import { createObjectStore } from './create-object-store.js';
import { FilesystemObjectStore } from './filesystem-object-store.driver.js';
import { S3ObjectStore } from './s3-object-store.driver.js';

const embedded = { HELIOSTAT_DATA_DIR: '/data', S3_REGION: 'eu-central-1' };

describe(createObjectStore.name, () => {
  it('uses the data directory when nothing of S3 is set', () => {
    expect(createObjectStore(embedded)).toBeInstanceOf(FilesystemObjectStore);
  });

  it('uses S3 for a bucket without endpoint or keys: the IAM role at Amazon', () => {
    expect(createObjectStore({ ...embedded, S3_BUCKET_NAME: 'bodies' })).toBeInstanceOf(S3ObjectStore);
  });

  it('names every S3 setting that does not go with the others', () => {
    const sut = () =>
      createObjectStore({ ...embedded, S3_ENDPOINT: 'http://minio:9000/path', S3_ACCESS_KEY: 'a' });
    expect(sut).toThrow(/S3_BUCKET_NAME[\s\S]*S3_SECRET_KEY[\s\S]*S3_ENDPOINT: .*without a path/);
  });
});
