import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MaskedProviderKey, type ProviderChoice, type ProviderKeyRow } from '@heliostat/contracts';
import { loadConfig } from '@heliostat/platform';
import { listenForChanges } from '@heliostat/stores/postgres';
import { SecretBox } from '@heliostat/stores/secrets';
import { dataOf, JawnFixture } from '../testing/jawn-fixture.js';
import { TestClient, type TestJawn } from '../testing/test-jawn.js';

const encryptionKey = randomBytes(32);
const secret = 'sk-proj-very-secret-7777';
let fixture: JawnFixture;
let jawn: TestJawn;
let ada: TestClient;

beforeAll(async () => {
  fixture = await JawnFixture.start();
});
beforeEach(async () => {
  jawn = await fixture.jawn({ ENCRYPTION_KEY: encryptionKey.toString('base64') });
  ada = await fixture.person(jawn, 'ada@example.com');
});
afterEach(() => fixture.closeJawns());
afterAll(() => fixture.stop());

const path = '/v1/api-keys/provider-key';
const key = (overrides: object = {}) => ({
  providerName: 'openai',
  providerKeyName: 'Main',
  providerKey: secret,
  config: {},
  byokEnabled: true,
  ...overrides,
});
const create = async (overrides?: object) => dataOf<{ id: string }>(await ada.post(path, key(overrides))).id;
const list = async (client = ada) =>
  (await client.get('/v1/api-keys/provider-keys')).body as ProviderKeyRow[];
/** What is stored of a key, opened. */
async function stored(id: string) {
  const [row] = await fixture.query<{ sealed: Buffer; organization_id: string }>(
    jawn.config.DATABASE_URL!,
    `SELECT sealed, organization_id FROM provider_key WHERE id = '${id}'`,
  );
  const owner = { organizationId: row!.organization_id, id };
  return JSON.parse(new SecretBox(encryptionKey).open(row!.sealed, owner)) as object;
}

describe('provider keys', () => {
  it('are stored, listed with a short id and never shown again (CR-02, GW-09)', async () => {
    const created = await ada.post(path, key({ providerSecretKey: 'second-secret', providerName: 'AWS' }));
    expect(created.body).toEqual({ id: expect.any(String), data: { id: expect.any(String) }, error: null });
    const { id } = dataOf<{ id: string }>(created);
    expect(id).toMatch(/^c[a-z0-9]{11}$/);
    const rows = await ada.get('/v1/api-keys/provider-keys');
    expect(rows.body).toEqual([
      {
        id,
        cuid: id,
        provider_name: 'bedrock',
        provider_key_name: 'Main',
        preview: '••••••••7777',
        config: {},
        byok_enabled: true,
        created_at: expect.any(String),
        soft_delete: false,
      },
    ]);
    const one = await ada.get(`${path}/${id}`);
    expect(dataOf<MaskedProviderKey>(one).provider_key).toBe('••••••••7777');
    expect(JSON.stringify([created.body, rows.body, one.body])).not.toMatch(/very-secret|second-secret/);
    expect(await stored(id)).toEqual({ key: secret, secretKey: 'second-secret' });
  });

  it('lie in the database without a readable secret (CR-02)', async () => {
    await create();
    const [row] = await fixture.query<{ row: string }>(
      jawn.config.DATABASE_URL!,
      `SELECT encode(sealed, 'escape') || provider_key::text AS row FROM provider_key`,
    );
    expect(row!.row).not.toContain('very-secret');
  });

  it('change in part, and announce it', async () => {
    const id = await create({ config: { region: 'eu-central-1', crossRegion: 'true', location: '' } });
    const [before] = await list();
    expect(before!.config).toEqual({ region: 'eu-central-1', crossRegion: true });
    const heard: string[] = [];
    const listener = await listenForChanges(
      loadConfig({ DATABASE_URL: jawn.config.DATABASE_URL! }),
      (notice) => heard.push(notice.kind),
    );
    const reply = await ada.patch(`${path}/${id}`, { byokEnabled: false, providerKey: 'short' });
    expect(reply.body).toEqual({ data: { id, providerName: 'openai' }, error: null });
    expect(await list()).toMatchObject([
      { byok_enabled: false, preview: '••••••••', config: before!.config },
    ]);
    expect(await stored(id)).toEqual({ key: 'short' });
    // Postgres tells of it beside its replies.
    for (const deadline = Date.now() + 60_000; heard.length === 0 && Date.now() < deadline; await sleep(20));
    await listener.close();
    expect(heard).toContain('provider-key');
  });

  it('are not sent to a new address unless whoever changes it has the key (CR-02)', async () => {
    const id = await create();
    const away = { config: { baseUri: 'https://attacker.example' } };
    expect(await ada.patch(`${path}/${id}`, away)).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/^config\.baseUri: send providerKey, too/) },
    });
    expect((await ada.patch(`${path}/${id}`, { config: { resourceName: 'other' } })).status).toBe(400);
    expect((await ada.patch(`${path}/${id}`, { ...away, providerKey: 'my own' })).status).toBe(200);
    expect((await ada.patch(`${path}/${id}`, { config: { ...away.config, region: 'us' } })).status).toBe(200);
  });

  it('are gone at once when deleted, secret and all', async () => {
    const id = await create();
    expect((await ada.delete(`${path}/${id}`)).body).toMatchObject({ providerName: 'openai', error: null });
    expect(await list()).toEqual([]);
    expect((await ada.get(`${path}/${id}`)).status).toBe(404);
    expect((await ada.delete(`${path}/${id}`)).status).toBe(404);
    const [row] = await fixture.query<{ sealed: Buffer | null }>(
      jawn.config.DATABASE_URL!,
      'SELECT sealed FROM provider_key',
    );
    expect(row!.sealed).toBeNull();
  });

  it('belong to one organisation', async () => {
    const eve = await fixture.person(jawn, 'eve@example.com');
    const id = await create();
    expect(await list(eve)).toEqual([]);
    const replies = await Promise.all([
      eve.get(`${path}/${id}`),
      eve.patch(`${path}/${id}`, { byokEnabled: false }),
      eve.delete(`${path}/${id}`),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('are managed by owners, admins and the API keys that they made; others see them masked', async () => {
    const id = await create();
    const { organizations } = dataOf<{ organizations: { id: string }[] }>(await ada.get('/v1/whoami'));
    const org = organizations[0]!.id;
    const [admin, member] = await Promise.all(
      ['admin', 'member'].map(async (role) => {
        const person = await fixture.person(jawn, `${role}@example.com`);
        await ada.post(`/v1/organization/${org}/add_member`, { email: `${role}@example.com`, role });
        person.organizationId = org;
        return person;
      }),
    );
    const keyOf = async (maker: TestClient) => {
      const made = await maker.post('/v1/api-keys', { api_key_name: 'x', key_permissions: 'rw' });
      return new TestClient(jawn.url, dataOf<{ apiKey: string }>(made).apiKey);
    };
    const [adminKey, memberKey] = [await keyOf(admin!), await keyOf(member!)];
    for (const may of [admin!, adminKey]) {
      expect((await may.post(path, key())).status).toBe(200);
      expect((await may.patch(`${path}/${id}`, { byokEnabled: false })).status).toBe(200);
    }
    for (const mayNot of [member!, memberKey]) {
      const replies = [
        await mayNot.post(path, key()),
        await mayNot.patch(`${path}/${id}`, { byokEnabled: true }),
        await mayNot.delete(`${path}/${id}`),
        await mayNot.post('/v1/vault/add', { key: secret, provider: 'openai' }),
        await mayNot.patch(`/v1/vault/update/${id}`, { active: true }),
      ];
      expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
      expect(replies[0]!.body).toMatchObject({ error: expect.stringMatching(/owners? (and|or) admins?/) });
      expect(await list(mayNot)).toHaveLength(3);
    }
    await ada.post(`/v1/organization/${org}/update_member`, {
      memberId: dataOf<{ user: { id: string } }>(await admin!.get('/v1/whoami')).user.id,
      role: 'member',
    });
    expect((await adminKey.delete(`${path}/${id}`)).status).toBe(403);
    expect((await ada.delete(`${path}/${id}`)).status).toBe(200);
  });

  it('go by the names of the vault, too, and are shown masked there (CR-02)', async () => {
    const added = await ada.post('/v1/vault/add', { key: secret, provider: 'OpenAI' });
    expect(added.body).toEqual({ data: { id: expect.any(String) }, error: null });
    const { id } = dataOf<{ id: string }>(added);
    expect(await stored(id)).toEqual({ key: secret });
    const update = { name: 'Old', key: 'sk-another-secret-8888', active: false };
    expect((await ada.patch(`/v1/vault/update/${id}`, update)).body).toEqual({ data: null, error: null });
    const masked = {
      id,
      provider_name: 'openai',
      provider_key_name: 'Old',
      provider_key: '••••••••8888',
      provider_secret_key: null,
    };
    expect(dataOf(await ada.get('/v1/vault/keys'))).toEqual([expect.objectContaining(masked)]);
    expect(dataOf(await ada.get(`/v1/vault/key/${id}`))).toMatchObject(masked);
    expect(await list()).toMatchObject([{ id, byok_enabled: false }]);
    expect((await ada.patch('/v1/vault/update/cunknown', { name: 'x' })).status).toBe(404);
  });

  it.each([
    [{ providerName: 'opnai' }, /^providerName: expected one of .*openai/],
    [{ providerKey: '  ' }, /^providerKey: /],
    [{ config: { regoin: 'eu' } }, /^config: .*regoin/],
    [{ config: { region: 'evil.example/' } }, /^config\.region: expected a region/],
    [{ config: { resourceName: 'a.evil.example#' } }, /^config\.resourceName: /],
    [{ config: { baseUri: 'https://user:pass@host' } }, /^config\.baseUri: expected a URL/],
    [{ config: { baseUri: 'http://169.254.169.254/latest' } }, /private|169\.254/],
  ])('refuse %j in words', async (overrides, words) => {
    expect(await ada.post(path, key(overrides))).toMatchObject({
      status: expect.any(Number),
      body: { data: null, error: expect.stringMatching(words) },
    });
    expect(await list()).toEqual([]);
  });

  it('cannot be stored without an encryption key, and the reply says what to do', async () => {
    const other = await fixture.jawn();
    const bob = await fixture.person(other, 'bob@example.com');
    expect(await bob.post(path, key())).toMatchObject({
      status: 503,
      body: { error: expect.stringMatching(/ENCRYPTION_KEY/) },
    });
  });

  it('may be stored for any provider of the list, which says where the installation has a key', async () => {
    const installed = await fixture.jawn({ PROVIDER_GROQ_API_KEY: 'gsk-installation-secret' });
    const reply = await (await fixture.person(installed, 'eve@example.com')).get('/v1/providers');
    const choices = dataOf<ProviderChoice[]>(reply);
    const of = (id: string) => choices.find((choice) => choice.id === id);
    expect(of('groq')).toMatchObject({ name: 'Groq', installationKey: true, hasPublicAddress: true });
    expect(of('openai')).toMatchObject({ installationKey: false, models: expect.any(Number) });
    expect(of('azure')).toMatchObject({ hasPublicAddress: false });
    expect(JSON.stringify(reply.body)).not.toContain('gsk-installation-secret');
  });
});
