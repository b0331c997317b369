import { randomUUID } from 'node:crypto';
import { DatabaseFixture } from '../testing/database.fixture.js';
import { until } from '../testing/raw-client.js';
import { PostgresPromptStore } from './postgres-prompt-store.driver.js';

let fixture: DatabaseFixture;
let sut: PostgresPromptStore;
let org: string;
let count = 0;

beforeAll(async () => {
  fixture = await DatabaseFixture.start();
  sut = new PostgresPromptStore(fixture.database, fixture.logger);
});
afterAll(() => fixture.stop());
beforeEach(async () => {
  org = await fixture.organization();
});

async function addPrompt(id = `p${++count}`) {
  await fixture.query('INSERT INTO prompt (id, organization_id, name) VALUES ($1, $2, $3)', [id, org, 'P']);
  return id;
}
async function addVersion(promptId: string, content: string, ...environments: string[]) {
  const id = randomUUID();
  await fixture.query(
    `INSERT INTO prompt_version (id, prompt_id, major, minor, model, body, commit_message)
     VALUES ($1, $2, $3, 0, 'm', $4, '')`,
    [id, promptId, ++count, JSON.stringify({ content })],
  );
  for (const name of environments) await deploy(promptId, id, name);
  return id;
}
const deploy = (promptId: string, versionId: string, name: string) =>
  fixture.query(
    `INSERT INTO prompt_environment (prompt_id, name, version_id) VALUES ($1, $2, $3)
     ON CONFLICT (prompt_id, name) DO UPDATE SET version_id = $3`,
    [promptId, name, versionId],
  );

describe(PostgresPromptStore.name, () => {
  it('finds by environment, by version and otherwise production; the environment wins (PR-02)', async () => {
    const id = await addPrompt();
    const live = await addVersion(id, 'live', 'production', 'eu');
    const next = await addVersion(id, 'next', 'staging');
    const found = await Promise.all([
      sut.find(org, id, {}),
      sut.find(org, id, { environment: 'staging' }),
      sut.find(org, id, { versionId: next }),
      sut.find(org, id, { versionId: next, environment: 'eu' }),
    ]);
    expect(found).toEqual([
      { promptId: id, versionId: live, body: { content: 'live' } },
      { promptId: id, versionId: next, body: { content: 'next' } },
      { promptId: id, versionId: next, body: { content: 'next' } },
      { promptId: id, versionId: live, body: { content: 'live' } },
    ]);
  });

  it('tells a prompt that is not there from a version that is not', async () => {
    const [id, other] = [await addPrompt(), await addPrompt()];
    const foreign = await addVersion(other, 'other', 'production');
    const found = await Promise.all([
      sut.find(org, 'none00', {}),
      sut.find(org, id, {}),
      sut.find(org, id, { versionId: foreign }),
      sut.find(org, id, { versionId: 'not a uuid' }),
      sut.find(org, id, { versionId: randomUUID() }),
    ]);
    expect(found).toEqual([
      { missing: 'prompt' },
      { missing: 'version' },
      { missing: 'version' },
      { missing: 'version' },
      { missing: 'version' },
    ]);
  });

  it('finds nothing of another organisation, nor what was deleted', async () => {
    const id = await addPrompt();
    const version = await addVersion(id, 'mine', 'production');
    const stranger = await fixture.organization();
    expect(await sut.find(stranger, id, {})).toEqual({ missing: 'prompt' });
    expect(await sut.find(stranger, id, { versionId: version })).toEqual({ missing: 'prompt' });
    await fixture.query('UPDATE prompt SET deleted_at = now() WHERE id = $1', [id]);
    expect(await sut.find(org, id, {})).toEqual({ missing: 'prompt' });
  });

  it('serves a new production version without a restart (PR-12)', async () => {
    const id = await addPrompt();
    await addVersion(id, 'one', 'production');
    await sut.find(org, id, {});
    await addVersion(id, 'two', 'production');
    expect(sut.find(org, id, {})).toMatchObject({ body: { content: 'one' } });
    await fixture.notify('prompt', org);
    await until(() => sut.find(org, id, {}) instanceof Promise);
    expect(await sut.find(org, id, {})).toMatchObject({ body: { content: 'two' } });
  });

  it('goes on with what it knows while the database is away', async () => {
    const id = await addPrompt();
    await addVersion(id, 'one', 'production');
    await sut.find(org, id, {});
    await fixture.server.stop();
    expect(await sut.find(org, id, {})).toMatchObject({ body: { content: 'one' } });
    await expect(sut.find(org, id, { environment: 'staging' })).rejects.toMatchObject({
      code: 'prompts/unavailable',
      status: 503,
    });
    await fixture.server.start();
  });
});
