import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@heliostat/platform';
import { loadSecrets } from './secrets.js';

describe(loadSecrets.name, () => {
  let dir: string;
  const file = () => join(dir, 'secrets.json');
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'secrets-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('generates what the apps accept, different on each installation', async () => {
    const first = await loadSecrets(dir);
    rmSync(file());
    const second = await loadSecrets(dir);
    expect(() => loadConfig(first)).not.toThrow();
    for (const name of Object.keys(first) as (keyof typeof first)[])
      expect(first[name]).not.toBe(second[name]);
  });

  it('keeps them from start to start', async () => {
    expect(await loadSecrets(dir)).toEqual(await loadSecrets(dir));
  });

  it('lets only the owner read the file, also one that was opened up', async () => {
    await loadSecrets(dir);
    chmodSync(file(), 0o644);
    await loadSecrets(dir);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('adds what a newer version needs and keeps the rest', async () => {
    writeFileSync(file(), JSON.stringify({ ENCRYPTION_KEY: 'kept' }));
    const sut = await loadSecrets(dir);
    expect(sut.ENCRYPTION_KEY).toBe('kept');
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(sut);
  });

  it('makes a new key where the old one was moved to ENCRYPTION_KEY_PREVIOUS, and keeps that', async () => {
    const { ENCRYPTION_KEY: before, ...others } = await loadSecrets(dir);
    writeFileSync(file(), JSON.stringify({ ...others, ENCRYPTION_KEY_PREVIOUS: before }));
    const sut = await loadSecrets(dir);
    expect(sut).toMatchObject({ ...others, ENCRYPTION_KEY_PREVIOUS: before });
    expect(sut.ENCRYPTION_KEY).not.toBe(before);
    expect(await loadSecrets(dir)).toEqual(sut);
  });

  it('does not replace a damaged file: data is encrypted with its key', async () => {
    writeFileSync(file(), '{"ENCRYPTION_KEY": "ab');
    await expect(loadSecrets(dir)).rejects.toMatchObject({ code: 'launcher/bad-secrets' });
    expect(readFileSync(file(), 'utf8')).toBe('{"ENCRYPTION_KEY": "ab');
  });
});
