import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@heliostat/platform';
import { migratePostgres, openDataSource } from '@heliostat/stores/postgres';
import { SecretBox } from '@heliostat/stores/secrets';
import { startTestPostgres, type TestPostgres } from '@heliostat/stores/testing';
import { Progress } from '../progress/progress.js';
import { resealSecrets } from './reseal.command.js';

const [old, now] = [randomBytes(32), randomBytes(32)];
let server: TestPostgres;
let env: NodeJS.ProcessEnv;
let lines: string[];

beforeAll(async () => {
  server = await startTestPostgres();
});
beforeEach(async () => {
  lines = [];
  env = {
    HELIOSTAT_DATA_DIR: mkdtempSync(join(tmpdir(), 'reseal-')),
    DATABASE_URL: await server.createDatabase(),
    ENCRYPTION_KEY: now.toString('base64'),
    ENCRYPTION_KEY_PREVIOUS: old.toString('base64'),
  };
  await migratePostgres(loadConfig(env));
});
afterEach(() => rmSync(env.HELIOSTAT_DATA_DIR!, { recursive: true }));
afterAll(() => server.remove());

const run = (options = {}) =>
  resealSecrets(options, env, new Progress({ write: (text) => lines.push(text) }, false));

async function query<T extends object>(sql: string, values: unknown[]): Promise<T[]> {
  const dataSource = await openDataSource(loadConfig(env), { poolSize: 1 });
  try {
    return await dataSource.query<T[]>(sql, values);
  } finally {
    await dataSource.destroy();
  }
}

async function store(key: Buffer): Promise<{ organizationId: string; id: string }> {
  const owner = { organizationId: randomUUID(), id: `c${randomBytes(8).toString('hex')}` };
  await query(`INSERT INTO organization (id, name) VALUES ($1, 'Test')`, [owner.organizationId]);
  await query(
    `INSERT INTO provider_key (id, organization_id, provider, name, sealed, preview)
     VALUES ($1, $2, 'openai', 'Key', $3, '')`,
    [owner.id, owner.organizationId, new SecretBox(key).seal('sk-secret', owner)],
  );
  return owner;
}

async function openedWith(key: Buffer, owner: { organizationId: string; id: string }): Promise<string> {
  const [row] = await query<{ sealed: Buffer }>('SELECT sealed FROM provider_key WHERE id = $1', [owner.id]);
  return new SecretBox(key).open(row!.sealed, owner);
}

describe('heliostat secrets reseal', () => {
  it('makes the old key dispensable, counts, and shows no secret (CR-02)', async () => {
    const owner = await store(old);
    expect(await run()).toBe(0);
    expect(await openedWith(now, owner)).toBe('sk-secret');
    expect(lines.join('')).toMatch(
      /1 provider key not sealed with the current[\s\S]*1 provider key sealed anew/,
    );
    expect(lines.join('')).not.toMatch(/sk-secret/);
    lines = [];
    expect(await run()).toBe(0);
    expect(lines).toHaveLength(1);
  });

  it('changes nothing when it is asked for a plan', async () => {
    const owner = await store(old);
    expect(await run({ plan: true })).toBe(0);
    expect(lines.join('')).toContain('1 provider key not sealed');
    expect(await openedWith(old, owner)).toBe('sk-secret');
  });

  it('fails in words that name what no key reads, and does the rest', async () => {
    const [lost, good] = [await store(randomBytes(32)), await store(old)];
    expect(await run()).toBe(1);
    expect(lines.at(-1)).toMatch(new RegExp(`cannot be read .*: ${lost.id}\\. Name the key`));
    expect(await openedWith(now, good)).toBe('sk-secret');
  });

  it('takes the keys from the data directory where the settings name none', async () => {
    const owner = await store(old);
    const { ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS, ...rest } = env;
    env = rest;
    const file = join(env.HELIOSTAT_DATA_DIR!, 'secrets.json');
    writeFileSync(file, JSON.stringify({ ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS }));
    expect(await run()).toBe(0);
    expect(await openedWith(now, owner)).toBe('sk-secret');
  });

  it('says which setting is missing', async () => {
    env = { ...env, ENCRYPTION_KEY: '' };
    expect(await run()).toBe(1);
    expect(lines.join('')).toContain('ENCRYPTION_KEY is not set');
  });
});
