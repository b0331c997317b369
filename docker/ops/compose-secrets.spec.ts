import {
  clickhouseUsers,
  completeSecrets,
  readShellFile,
  secretFiles,
  shellFile,
} from './compose-secrets.mjs';

describe("compose's secrets", () => {
  it('are generated anew for each installation', () => {
    const [a, b] = [completeSecrets({}, {}), completeSecrets({}, {})];
    expect(Object.keys(a)).toHaveLength(8);
    for (const [name, value] of Object.entries(a)) expect(value).not.toBe(b[name]);
  });

  it('stay what they are on later starts', () => {
    const first = completeSecrets({}, {});
    expect(completeSecrets(readShellFile(secretFiles(first)['apps/secrets.env']!), {})).toEqual(first);
  });

  it('are what the user gives', () => {
    expect(completeSecrets({ ENCRYPTION_KEY: 'old' }, { ENCRYPTION_KEY: 'given' })).toMatchObject({
      ENCRYPTION_KEY: 'given',
    });
  });

  it('name an earlier encryption key while it is given, and no longer', () => {
    const during = completeSecrets({}, { ENCRYPTION_KEY_PREVIOUS: 'old' });
    expect(during.ENCRYPTION_KEY_PREVIOUS).toBe('old');
    expect(completeSecrets(during, {})).not.toHaveProperty('ENCRYPTION_KEY_PREVIOUS');
  });

  it('survive the shell’s quoting with any characters', () => {
    const values = { DATABASE_PASSWORD: `it's $(a) "b" \\ #`, S3_SECRET_KEY: 'plain' };
    expect(readShellFile(shellFile(values))).toEqual(values);
  });

  it('have an encryption key of 32 bytes', () => {
    expect(Buffer.from(completeSecrets({}, {}).ENCRYPTION_KEY!, 'base64')).toHaveLength(32);
  });

  it('reach ClickHouse as hashes only, and leave no user without a password', () => {
    const secrets = completeSecrets({}, {});
    const xml = clickhouseUsers(secrets);
    expect(xml).not.toContain(secrets.CLICKHOUSE_PASSWORD);
    expect(xml).not.toContain(secrets.CLICKHOUSE_HQL_PASSWORD);
    expect(xml).toContain('<default remove="remove"/>');
    expect(xml).not.toContain('no_password');
  });

  it('reach each store in a file of its own, without those of others', () => {
    const secrets = completeSecrets({}, {});
    const files = secretFiles(secrets);
    expect(files['postgres/password']).toBe(secrets.DATABASE_PASSWORD);
    expect(files['minio/minio.env']).toContain(secrets.S3_SECRET_KEY);
    expect(files['minio/minio.env']).not.toContain(secrets.DATABASE_PASSWORD);
    expect(files['valkey/valkey.conf']).toContain(`requirepass ${secrets.REDIS_PASSWORD}`);
    expect(files['valkey/valkey.conf']).not.toContain(secrets.ENCRYPTION_KEY);
  });
});
