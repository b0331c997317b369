import { type Prompt, type PromptVersion } from '@heliostat/contracts';
import { dataOf, JawnFixture } from '../testing/jawn-fixture.js';
import { TestClient, type TestJawn } from '../testing/test-jawn.js';

let fixture: JawnFixture;
let jawn: TestJawn;
let ada: TestClient;

beforeAll(async () => {
  fixture = await JawnFixture.start();
  jawn = await fixture.jawn();
});
beforeEach(async () => {
  ada = await fixture.person(jawn, `ada${++people}@example.com`);
});
afterAll(() => fixture.stop());

let people = 0;
const root = '/v1/prompt-2025';
const body = (content: string) => ({
  model: 'gpt-4o-mini',
  temperature: 0.6,
  messages: [{ role: 'system', content }],
});
type Created = { id: string; versionId: string };
const create = async (name = 'Support bot', tags = ['support']) =>
  dataOf<Created>(await ada.post(root, { name, tags, promptBody: body('one') }));
const update = async ({ id, versionId }: Created, overrides: object = {}) =>
  dataOf<{ id: string }>(
    await ada.post(`${root}/update`, {
      promptId: id,
      promptVersionId: versionId,
      newMajorVersion: false,
      commitMessage: 'better',
      promptBody: body('two'),
      ...overrides,
    }),
  ).id;
const production = async (promptId: string) =>
  dataOf<PromptVersion>(await ada.post(`${root}/query/production-version`, { promptId }));
const versions = async (promptId: string, filter: object = {}) =>
  dataOf<PromptVersion[]>(await ada.post(`${root}/query/versions`, { promptId, ...filter }));
const numbers = (list: PromptVersion[]) => list.map((v) => `${v.major_version}.${v.minor_version}`);

describe('prompts (PR-09)', () => {
  it('are created with a six-character id and a first version in production', async () => {
    const { id, versionId } = await create();
    expect(id).toMatch(/^[A-Za-z0-9]{6}$/);
    expect(dataOf<Prompt>(await ada.get(`${root}/id/${id}`))).toEqual({
      id,
      name: 'Support bot',
      tags: ['support'],
      created_at: expect.any(String),
    });
    expect(await production(id)).toEqual({
      id: versionId,
      model: 'gpt-4o-mini',
      prompt_id: id,
      major_version: 1,
      minor_version: 0,
      commit_message: 'Initial version',
      environments: ['production'],
      environment: 'production',
      created_at: expect.any(String),
      s3_url: expect.stringMatching(/^http:\/\/localhost:3000\/api\/v1\/prompt-2025\/body\//),
      prompt_body: body('one'),
    });
  });

  it('get minor and major versions, counted on', async () => {
    const prompt = await create();
    const minor = await update(prompt);
    await update(prompt, { newMajorVersion: true });
    await update({ ...prompt, versionId: minor });
    expect(numbers(await versions(prompt.id))).toEqual(['2.0', '1.2', '1.1', '1.0']);
    expect(numbers(await versions(prompt.id, { majorVersion: 2 }))).toEqual(['2.0']);
    expect(dataOf(await ada.post(`${root}/query/total-versions`, { promptId: prompt.id }))).toEqual({
      totalVersions: 4,
      majorVersions: 2,
    });
    expect((await versions(prompt.id))[0]).not.toHaveProperty('prompt_body');
  });

  it('give versions made at the same moment numbers of their own', async () => {
    const prompt = await create();
    await Promise.all([1, 2, 3, 4, 5].map(() => update(prompt)));
    expect(numbers(await versions(prompt.id))).toEqual(['1.5', '1.4', '1.3', '1.2', '1.1', '1.0']);
  });

  it('move environments from version to version (PR-08, PR-12)', async () => {
    const prompt = await create();
    const next = await update(prompt, { environment: 'qa' });
    const qa = () =>
      ada.post(`${root}/query/environment-version`, { promptId: prompt.id, environment: 'qa' });
    expect(dataOf(await qa())).toMatchObject({ id: next, environment: 'qa', prompt_body: body('two') });
    const set = { promptId: prompt.id, promptVersionId: prompt.versionId, environment: 'qa' };
    expect((await ada.post(`${root}/update/environment`, set)).body).toEqual({ data: null, error: null });
    expect(dataOf(await qa())).toMatchObject({
      id: prompt.versionId,
      environments: ['production', 'qa'],
      environment: 'qa',
    });
    expect(dataOf(await ada.get(`${root}/environments`))).toEqual(['production', 'qa']);
    const newer = await ada.post('/v2/prompt-2025/query/environment-version', {
      promptId: prompt.id,
      environment: 'qa',
    });
    expect(dataOf(newer)).toMatchObject({ id: prompt.versionId, prompt_body: body('one') });
    expect((await ada.post(`${root}/remove/environment`, set)).status).toBe(200);
    expect(await qa()).toMatchObject({ status: 404, body: { error: 'This prompt has no version in qa' } });
    expect((await ada.post(`${root}/remove/environment`, set)).status).toBe(404);
  });

  it('are renamed, tagged, counted and searched', async () => {
    const first = await create('Support bot', ['support', 'chat', 'chat']);
    const second = await create('Ticket 100% sorter', ['sorting']);
    expect((await ada.post(`${root}/id/${first.id}/rename`, { name: 'Help bot' })).body).toEqual({
      data: null,
      error: null,
    });
    const tags = await ada.patch(`${root}/id/${second.id}/tags`, { tags: ['v2', 'chat'] });
    expect(dataOf(tags)).toEqual(['v2', 'chat']);
    expect(dataOf(await ada.get(`${root}/count`))).toBe(2);
    expect(dataOf(await ada.get(`${root}/tags`))).toEqual(['chat', 'support', 'v2']);
    const search = async (query: object) =>
      dataOf<Prompt[]>(
        await ada.post(`${root}/query`, { search: '', tagsFilter: [], page: 0, pageSize: 10, ...query }),
      ).map(({ id }) => id);
    expect(await search({})).toEqual([second.id, first.id]);
    expect(await search({ search: 'HELP' })).toEqual([first.id]);
    expect(await search({ search: '0% s' })).toEqual([second.id]);
    expect(await search({ search: '%' })).toEqual([second.id]);
    expect(await search({ search: first.id })).toEqual([first.id]);
    expect(await search({ tagsFilter: ['v2', 'support'] })).toEqual([second.id, first.id]);
    expect(await search({ page: 1, pageSize: 1 })).toEqual([first.id]);
  });

  it('give their bodies by a link without a key, as the SDK reads them (PR-11)', async () => {
    const { id } = await create();
    const { s3_url } = await production(id);
    const path = new URL(s3_url).pathname.replace(/^\/api/, '');
    expect((await new TestClient(jawn.url).get(path)).body).toEqual(body('one'));
    expect((await new TestClient(jawn.url).get(`${path}x`)).status).toBe(403);
  });

  it('give bodies as they were saved: order of keys, unknown fields and all', async () => {
    const promptBody = { zeta: 1, messages: [], alpha: { nul: '\u0000', b: 1, a: 2 }, model: 'm' };
    const { versionId } = dataOf<Created>(await ada.post(root, { name: 'x', tags: [], promptBody }));
    const reply = await ada.get(`${root}/${versionId}/prompt-body`);
    expect(JSON.stringify(dataOf(reply))).toBe(JSON.stringify(promptBody));
    const version = await ada.post(`${root}/query/version`, { promptVersionId: versionId });
    expect(dataOf(version)).toMatchObject({ id: versionId, model: 'm' });
  });

  it('are deleted version by version, and as a whole', async () => {
    const prompt = await create();
    const next = await update(prompt);
    expect((await ada.delete(`${root}/${prompt.id}/${next}`)).body).toEqual({ data: null, error: null });
    expect(numbers(await versions(prompt.id))).toEqual(['1.0']);
    expect((await ada.delete(`${root}/${prompt.id}/${next}`)).status).toBe(404);
    expect((await ada.delete(`${root}/${prompt.id}`)).body).toEqual({ data: null, error: null });
    const gone = await Promise.all([
      ada.get(`${root}/id/${prompt.id}`),
      ada.post(`${root}/query/production-version`, { promptId: prompt.id }),
      ada.post(`${root}/query/version`, { promptVersionId: prompt.versionId }),
      ada.post(`${root}/query/versions`, { promptId: prompt.id }),
      ada.delete(`${root}/${prompt.id}`),
    ]);
    expect(gone.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(dataOf(await ada.get(`${root}/count`))).toBe(0);
  });

  it('belong to one organisation', async () => {
    const eve = await fixture.person(jawn, `eve${people}@example.com`);
    const { id: promptId, versionId: promptVersionId } = await create();
    const environment = 'production';
    const replies = await Promise.all([
      eve.get(`${root}/id/${promptId}`),
      eve.post(`${root}/query/version`, { promptVersionId }),
      eve.post(`${root}/query/versions`, { promptId }),
      eve.post(`${root}/query/production-version`, { promptId }),
      eve.post(`${root}/query/environment-version`, { promptId, environment }),
      eve.post(`${root}/query/total-versions`, { promptId }),
      eve.get(`${root}/${promptVersionId}/prompt-body`),
      eve.get(`${root}/id/${promptId}/${promptVersionId}/inputs?requestId=x`),
      eve.post(`${root}/update`, { promptId, promptVersionId, promptBody: {} }),
      eve.post(`${root}/update/environment`, { promptId, promptVersionId, environment }),
      eve.post(`${root}/remove/environment`, { promptId, promptVersionId, environment }),
      eve.post(`${root}/id/${promptId}/rename`, { name: 'mine' }),
      eve.patch(`${root}/id/${promptId}/tags`, { tags: [] }),
      eve.delete(`${root}/${promptId}`),
      eve.delete(`${root}/${promptId}/${promptVersionId}`),
    ]);
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
    expect(dataOf(await eve.post(`${root}/query`))).toEqual([]);
    expect([dataOf(await eve.get(`${root}/count`)), dataOf(await eve.get(`${root}/tags`))]).toEqual([0, []]);
    expect((await production(promptId)).id).toBe(promptVersionId);
  });

  it('never take the version of another prompt', async () => {
    const [one, other] = [await create(), await create()];
    const mixed = { promptId: one.id, promptVersionId: other.versionId, environment: 'production' };
    const replies = await Promise.all([
      ada.post(`${root}/update/environment`, mixed),
      ada.post(`${root}/update`, { ...mixed, promptBody: {} }),
      ada.delete(`${root}/${one.id}/${other.versionId}`),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('may be read by a key that reads, and changed by one that writes', async () => {
    const { id } = await create();
    const keyed = async (key_permissions: string) => {
      const reply = await ada.post('/v1/api-keys', { api_key_name: 'k', key_permissions });
      return new TestClient(jawn.url, dataOf<{ apiKey: string }>(reply).apiKey);
    };
    const [reader, writer] = [await keyed('r'), await keyed('rw')];
    const rename = (client: TestClient) => client.post(`${root}/id/${id}/rename`, { name: 'n' });
    expect((await reader.post(`${root}/query/production-version`, { promptId: id })).status).toBe(200);
    expect([(await rename(reader)).status, (await rename(writer)).status]).toEqual([403, 200]);
  });

  it.each([
    ['an empty name', { name: '' }, /^name: /],
    ['a name with U+0000', { name: 'a\u0000b' }, /^name: .*U\+0000/],
    ['a list for a body', { promptBody: [] }, /^promptBody: /],
    [
      'messages that are no list',
      { promptBody: { messages: 'x' } },
      /^promptBody\.messages: expected a list/,
    ],
    [
      'a body that is too long',
      { promptBody: { big: 'x'.repeat(1_000_001) } },
      /^promptBody: expected at most 1 million/,
    ],
  ])('refuse %s in words', async (_, overrides, words) => {
    expect(await ada.post(root, { name: 'x', tags: [], promptBody: {}, ...overrides })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(words) },
    });
  });
});
