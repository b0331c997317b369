import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { SecretBox } from '@heliostat/stores/secrets';
import { DatabaseFixture } from '../testing/database.fixture.js';
import { until } from '../testing/raw-client.js';
import { PostgresProviderKeyStore } from './postgres-provider-key-store.driver.js';

let fixture: DatabaseFixture;
let sut: PostgresProviderKeyStore;
const box = new SecretBox(randomBytes(32));
let count = 0;

beforeAll(async () => {
  fixture = await DatabaseFixture.start();
  sut = new PostgresProviderKeyStore(fixture.database, box, fixture.logger);
});
afterAll(() => fixture.stop());

async function addKey(
  org: string,
  secrets: object,
  { sealedBy = box, name = 'Key', provider = 'openai' } = {},
) {
  const id = `c${++count}`;
  await fixture.query(
    `INSERT INTO provider_key (id, organization_id, provider, name, sealed, preview, config)
     VALUES ($1, $2, $3, $4, $5, '…', $6)`,
    [
      id,
      org,
      provider,
      name,
      sealedBy.seal(JSON.stringify(secrets), { organizationId: org, id }),
      { region: 'eu' },
    ],
  );
  return id;
}

describe(PostgresProviderKeyStore.name, () => {
  it('gives the keys of the organisation and of no other (CR-02)', async () => {
    const [org, other] = [await fixture.organization(), await fixture.organization()];
    const id = await addKey(org, { key: 'AKIA', secretKey: 'shh' }, { provider: 'bedrock' });
    await addKey(other, { key: 'theirs' });
    const [key, ...rest] = await sut.keysOf(org);
    expect(key).toMatchObject({
      id,
      provider: 'bedrock',
      name: 'Key',
      key: 'AKIA',
      secretKey: 'shh',
      config: { region: 'eu' },
      byokEnabled: true,
    });
    expect(rest).toEqual([]);
  });

  it('gives keys that no log can print (CR-02)', async () => {
    const org = await fixture.organization();
    await addKey(org, { key: 'sk-first', secretKey: 'sk-second' });
    const keys = await sut.keysOf(org);
    const printed = JSON.stringify(keys) + inspect(keys, { depth: 9, showHidden: true });
    expect(printed).not.toMatch(/sk-first|sk-second/);
    expect(keys[0]?.key).toBe('sk-first');
  });

  it('finds a deployment by its id and by its name (GW-09)', async () => {
    const org = await fixture.organization();
    const id = await addKey(org, { key: 'x' }, { name: 'EU Frankfurt deployment' });
    const [key] = await sut.keysOf(org);
    const named = [id, 'eu-frankfurt-deployment', 'EU-Frankfurt-Deployment', 'us', ''];
    expect(named.map((deployment) => key!.isDeployment(deployment))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('leaves out what was sealed under another key and keeps the rest', async () => {
    const org = await fixture.organization();
    await addKey(org, { key: 'lost' }, { sealedBy: new SecretBox(randomBytes(32)) });
    await addKey(org, { key: 'good' });
    expect((await sut.keysOf(org)).map(({ key }) => key)).toEqual(['good']);
  });

  it('answers from memory, and hears of a change', async () => {
    const org = await fixture.organization();
    expect(await sut.keysOf(org)).toEqual([]);
    const id = await addKey(org, { key: 'new' });
    expect(sut.keysOf(org)).toEqual([]);
    await fixture.notify('provider-key', org);
    await until(() => sut.keysOf(org) instanceof Promise);
    await until(() => !(sut.keysOf(org) instanceof Promise));
    expect(await sut.keysOf(org)).toMatchObject([{ key: 'new' }]);
    await fixture.query('UPDATE provider_key SET deleted_at = now(), sealed = NULL WHERE id = $1', [id]);
    await fixture.notify('provider-key', org);
    await until(() => sut.keysOf(org) instanceof Promise);
    expect(await sut.keysOf(org)).toEqual([]);
  });
});
