import { randomBytes, randomUUID } from 'node:crypto';
import { loadConfig } from '@heliostat/platform';
import type { DataSource } from 'typeorm';
import { migratePostgres, openDataSource } from '../postgres/index.js';
import { startTestPostgres, type TestPostgres } from '../testing/index.js';
import { countOutdatedProviderKeys, resealProviderKeys } from './reseal-provider-keys.js';
import { createSecretBox, SecretBox } from './secret-box.js';

const [oldest, old, now] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const sut = new SecretBox(now, old, oldest);
let server: TestPostgres;
let dataSource: DataSource;

beforeAll(async () => {
  server = await startTestPostgres();
});
beforeEach(async () => {
  const config = loadConfig({ DATABASE_URL: await server.createDatabase() });
  await migratePostgres(config);
  dataSource = await openDataSource(config);
});
afterEach(() => dataSource.destroy());
afterAll(() => server.remove());

/** Stores `count` keys that `key` sealed, and returns their ids. */
async function store(key: Buffer, count = 1): Promise<string[]> {
  const box = new SecretBox(key);
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const [organizationId, id] = [randomUUID(), `c${randomBytes(8).toString('hex')}`];
    ids.push(id);
    await dataSource.query(`INSERT INTO organization (id, name) VALUES ($1, 'Test')`, [organizationId]);
    await dataSource.query(
      `INSERT INTO provider_key (id, organization_id, provider, name, sealed, preview)
       VALUES ($1, $2, 'openai', 'Key', $3, '')`,
      [id, organizationId, box.seal(`secret of ${id}`, { organizationId, id })],
    );
  }
  return ids;
}

/** What the current key alone opens, by id. */
async function readable(): Promise<Record<string, string>> {
  const rows = await dataSource.query<{ id: string; organization_id: string; sealed: Buffer | null }[]>(
    'SELECT id, organization_id, sealed FROM provider_key',
  );
  const box = new SecretBox(now);
  const found: Record<string, string> = {};
  for (const { id, organization_id: organizationId, sealed } of rows)
    try {
      found[id] = box.open(sealed!, { organizationId, id });
    } catch {
      // Not sealed with it.
    }
  return found;
}

const secretsOf = (ids: string[]) => Object.fromEntries(ids.map((id) => [id, `secret of ${id}`]));

describe(resealProviderKeys.name, () => {
  it('seals what any earlier key sealed with the current one, over several batches (CR-02)', async () => {
    const ids = [...(await store(old, 401)), ...(await store(oldest, 3)), ...(await store(now, 2))];
    const batches: number[] = [];
    const done = await resealProviderKeys(dataSource, sut, ({ resealed }) => batches.push(resealed));
    expect(done).toEqual({ resealed: 404, unreadable: 0, unreadableIds: [] });
    expect(batches).toEqual([200, 400, 404]);
    expect(await readable()).toEqual(secretsOf(ids));
  });

  it('leaves and names what no key opens, and deleted keys alone', async () => {
    const [lost] = await store(randomBytes(32));
    const [good] = await store(old);
    await store(old);
    await dataSource.query(
      'UPDATE provider_key SET sealed = NULL, deleted_at = now() WHERE id NOT IN ($1, $2)',
      [lost, good],
    );
    const before = await dataSource.query('SELECT sealed FROM provider_key WHERE id = $1', [lost]);
    const done = await resealProviderKeys(dataSource, sut);
    expect(done).toEqual({ resealed: 1, unreadable: 1, unreadableIds: [lost] });
    expect(await dataSource.query('SELECT sealed FROM provider_key WHERE id = $1', [lost])).toEqual(before);
    expect(await countOutdatedProviderKeys(dataSource, sut)).toBe(1);
  });

  it('goes on where a run was broken off, and does nothing once all is done', async () => {
    const ids = await store(old, 250);
    const broken = resealProviderKeys(dataSource, sut, () => {
      throw new Error('broken off');
    });
    await expect(broken).rejects.toThrow('broken off');
    expect(Object.keys(await readable())).toHaveLength(200);
    expect(await countOutdatedProviderKeys(dataSource, sut)).toBe(50);
    expect((await resealProviderKeys(dataSource, sut)).resealed).toBe(50);
    expect(await readable()).toEqual(secretsOf(ids));
    expect((await resealProviderKeys(dataSource, sut)).resealed).toBe(0);
  });

  it('does each row once when two run at the same time, and both end with all done', async () => {
    const ids = await store(old, 450);
    const [one, two] = await Promise.all([1, 2].map(() => resealProviderKeys(dataSource, sut)));
    expect(one!.resealed + two!.resealed).toBe(450);
    expect(await readable()).toEqual(secretsOf(ids));
  });
});

describe(createSecretBox.name, () => {
  it('opens what the keys of ENCRYPTION_KEY_PREVIOUS sealed, and seals with ENCRYPTION_KEY', () => {
    const [current, ...previous] = [now, old, oldest].map((key) => key.toString('base64'));
    const config = loadConfig({ ENCRYPTION_KEY: current, ENCRYPTION_KEY_PREVIOUS: previous.join(' , ') });
    const box = createSecretBox(config);
    const owner = { organizationId: randomUUID(), id: 'c1' };
    for (const key of [now, old, oldest])
      expect(box.open(new SecretBox(key).seal('x', owner), owner)).toBe('x');
    expect(new SecretBox(now).open(box.seal('y', owner), owner)).toBe('y');
  });
});
