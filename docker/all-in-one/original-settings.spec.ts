import { withoutOriginalSettings as sut } from './original-settings.mjs';

describe("the original's settings in the all-in-one container", () => {
  it('leaves out an S3 endpoint without a bucket, and says so in one line', () => {
    const { env, notes } = sut({
      S3_ENDPOINT: 'http://203.0.113.5:9080',
      SITE_URL: 'http://203.0.113.5:3000',
    });
    expect(env).toEqual({ SITE_URL: 'http://203.0.113.5:3000' });
    expect(notes).toEqual([expect.stringMatching(/^S3_ENDPOINT left out: .*S3_BUCKET_NAME/)]);
  });

  it("leaves out the whole of the original's own MinIO, keys too", () => {
    const { env, notes } = sut({
      S3_ENDPOINT: 'http://203.0.113.5:9080',
      S3_BUCKET_NAME: 'request-response-storage',
      S3_ACCESS_KEY: 'minioadmin',
      S3_SECRET_KEY: 'minioadmin-secret',
      SITE_URL: 'http://203.0.113.5:3000',
    });
    expect(Object.keys(env)).toEqual(['SITE_URL']);
    expect(notes.join()).not.toContain('minioadmin');
  });

  it('keeps an object store of the user', () => {
    const given = {
      S3_ENDPOINT: 'https://s3.example.com',
      S3_BUCKET_NAME: 'bodies',
      S3_ACCESS_KEY: 'a',
      S3_SECRET_KEY: 'b',
    };
    expect(sut(given)).toEqual({ env: given, notes: [] });
  });

  it('keeps a bucket of AWS, which has no endpoint', () => {
    const given = { S3_BUCKET_NAME: 'bodies', S3_REGION: 'eu-west-1' };
    expect(sut(given)).toEqual({ env: given, notes: [] });
  });

  it('has nothing to say about other settings', () => {
    expect(sut({ NEXT_PUBLIC_IS_ON_PREM: 'true' }).notes).toEqual([]);
  });
});
