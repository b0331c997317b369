import { randomUUID } from 'node:crypto';
import { DatabaseFixture } from '../testing/database.fixture.js';
import { until } from '../testing/raw-client.js';
import { PostgresPolicyStore } from './postgres-policy-store.driver.js';

let fixture: DatabaseFixture;
beforeAll(async () => {
  fixture = await DatabaseFixture.start();
});
afterAll(() => fixture.stop());

async function addKey(org: string) {
  const id = randomUUID();
  await fixture.query(
    `INSERT INTO api_key (id, organization_id, name, hash, preview, permissions) VALUES ($1, $2, 'k', $3, 'sk', 'rw')`,
    [id, org, id.replaceAll('-', '').padEnd(64, '0')],
  );
  return id;
}
const addPolicy = (org: string, name: string, keyId: string | null = null) =>
  fixture.query(
    `INSERT INTO rate_limit_policy (id, organization_id, api_key_id, name, quota, window_seconds, unit, segment)
     VALUES ($1, $2, $3, $4, 2.5, 3600, 'cents', 'user')`,
    [randomUUID(), org, keyId, name],
  );

describe(PostgresPolicyStore.name, () => {
  it('gives the policies of the organisation and of the key, and no others (RL-08)', async () => {
    const sut = new PostgresPolicyStore(fixture.database, fixture.logger);
    const [org, other] = [await fixture.organization(), await fixture.organization()];
    const [key, otherKey] = [await addKey(org), await addKey(org)];
    await addPolicy(org, 'all');
    await addPolicy(org, 'mine', key);
    await addPolicy(org, 'not mine', otherKey);
    await addPolicy(other, 'theirs');
    expect(await sut.policiesOf(org, key)).toEqual([
      {
        id: expect.any(String),
        name: 'all',
        keyId: null,
        quota: 2.5,
        windowSeconds: 3600,
        unit: 'cents',
        segment: 'user',
      },
      expect.objectContaining({ name: 'mine', keyId: key }),
    ]);
  });

  it('answers from memory until a change is announced', async () => {
    const sut = new PostgresPolicyStore(fixture.database, fixture.logger);
    const org = await fixture.organization();
    const key = await addKey(org);
    await sut.policiesOf(org, key);
    await addPolicy(org, 'new');
    expect(sut.policiesOf(org, key)).toEqual([]);
    await fixture.notify('policy', org);
    await until(() => sut.policiesOf(org, key) instanceof Promise);
    expect(await sut.policiesOf(org, key)).toMatchObject([{ name: 'new' }]);
  });
});
