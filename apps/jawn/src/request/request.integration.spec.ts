import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type HeliconeRequest, type LogRecordMeta } from '@heliostat/contracts';
import { requestUuid, type RequestRow, toDateTime64 } from '@heliostat/stores/clickhouse';
import { encodeFrame, segmentKey } from '@heliostat/stores/segments';
import { type AnalyticsJawn, startAnalyticsJawn } from '../testing/analytics-jawn.js';
import { heliconeRequestSchema } from './request.schema.js';

let sut: AnalyticsJawn;
beforeAll(async () => {
  sut = await startAnalyticsJawn();
});
afterAll(() => sut.close());

const data = <T>(reply: { body: unknown }) => (reply.body as { data: T }).data;
const find = async (body: object, path = '/v1/request/query') =>
  data<HeliconeRequest[]>(await sut.client.post(path, body));
/** Rows of one test find themselves by this property. */
const marked = (name: string): Pick<RequestRow, 'properties'> => ({ properties: { mark: name } });
const ofMark = (name: string) => ({ request_response_rmt: { properties: { mark: { equals: name } } } });
const at = (minute: number) => toDateTime64(Date.UTC(2026, 0, 1, 0, minute));

/** A row whose bodies lie in the object store. */
async function stored(
  bodies: { request: string | Buffer; response: string | Buffer },
  meta: Partial<LogRecordMeta> = {},
  row: Partial<RequestRow> = {},
): Promise<RequestRow> {
  const id = meta.id ?? randomUUID();
  const createdAt = Date.now();
  const frame = encodeFrame({
    meta: {
      v: 1,
      id,
      org: sut.organizationId,
      keyId: null,
      createdAt,
      latencyMs: 5,
      ttftMs: null,
      status: 200,
      method: 'POST',
      path: '/v1/chat/completions',
      targetUrl: 'https://api.openai.com/v1/chat/completions',
      provider: 'openai',
      reqType: 'application/json',
      resType: 'application/json',
      reqBytes: bodies.request.length,
      resBytes: bodies.response.length,
      ...meta,
    },
    request: Buffer.from(bodies.request),
    response: Buffer.from(bodies.response),
  });
  const key = segmentKey(sut.organizationId, createdAt, randomUUID());
  await sut.objects.put(key, Buffer.concat([Buffer.from('before'), frame, Buffer.from('after')]));
  const [inserted] = await sut.insert([
    {
      request_id: requestUuid(sut.organizationId, id),
      request_id_given: id,
      segment_key: key,
      segment_offset: 'before'.length,
      segment_length: frame.length,
      ...row,
    },
  ]);
  return inserted!;
}

const question = JSON.stringify({ model: 'gpt-5-mini', messages: [{ role: 'user', content: 'How long?' }] });
const answer = JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'x'.repeat(20_000) } }] });

describe('the request queries', () => {
  it('RQ-07: give ten rows by default, newest first, for "all" and for {}', async () => {
    await sut.insert(
      Array.from({ length: 15 }, (_, i) => ({ ...marked('page'), request_created_at: at(i) })),
    );
    for (const filter of ['all', {}]) expect(await find({ filter })).toHaveLength(10);
    const rows = await find({ filter: ofMark('page'), limit: 4, offset: 1 });
    expect(rows.map((row) => row.request_created_at)).toEqual(
      [13, 12, 11, 10].map((minute) => `2026-01-01T00:${minute}:00.000Z`),
    );
  });

  it('RQ-01: show every field of the contract', async () => {
    const [row] = await sut.insert([
      { ...marked('fields'), user_id: 'ann', cost: '1230000000', country_code: 'DE', prompt_id: 'p' },
    ]);
    const [found] = await find({ filter: ofMark('fields') });
    expect(heliconeRequestSchema.strict().parse(found)).toEqual(found);
    expect(found).toMatchObject({
      request_id: row!.request_id,
      cost: 1.23,
      costUSD: 1.23,
      delay_ms: 800,
      total_tokens: 30,
      request_user_id: 'ann',
      response_status: 200,
      request_body: { model: 'gpt-5-mini' },
      prompt_version: null,
      cache_reference_id: null,
      signed_body_url: expect.stringContaining('/api/v1/request/body/'),
    });
  });

  it('RQ-08: sort by every documented key', async () => {
    await sut.insert([
      { ...marked('sort'), latency: 1, cost: '2', properties: { mark: 'sort', tier: 'b' }, user_id: '1' },
      { ...marked('sort'), latency: 2, cost: '1', properties: { mark: 'sort', tier: 'c' }, user_id: '2' },
      { ...marked('sort'), latency: null, cost: '3', properties: { mark: 'sort', tier: 'a' }, user_id: '3' },
    ]);
    const order = async (sort: object) =>
      (await find({ filter: ofMark('sort'), sort })).map((row) => row.request_user_id).join('');
    expect(await order({ latency: 'asc' })).toBe('123');
    expect(await order({ latency: 'desc' })).toBe('213');
    expect(await order({ cost: 'desc' })).toBe('312');
    expect(await order({ properties: { tier: 'asc' } })).toBe('312');
    const keys = ['created_at', 'cache_created_at', 'last_active', 'total_tokens', 'completion_tokens'];
    const more = ['prompt_tokens', 'user_id', 'body_model', 'is_cached', 'request_prompt', 'response_text'];
    for (const key of [...keys, ...more, 'time_to_first_token'])
      expect((await order({ [key]: 'asc' })).length).toBe(3);
    expect((await order({ random: true })).length).toBe(3);
    expect((await order({ values: { any: 'asc' } })).length).toBe(3);
  });

  it('RQ-04: find nothing on query-clickhouse for properties without their wrapper', async () => {
    await sut.insert([marked('wrapped')]);
    const unwrapped = { filter: { properties: { mark: { equals: 'wrapped' } } } };
    expect(await sut.client.post('/v1/request/query-clickhouse', unwrapped)).toMatchObject({
      status: 200,
      body: { data: [], error: null },
    });
    expect(await find(unwrapped)).toHaveLength(1);
    expect(await find({ filter: ofMark('wrapped') }, '/v1/request/query-clickhouse')).toHaveLength(1);
  });

  it('RQ-06: find ids, unknown ones left out, also ids that are no UUIDs', async () => {
    const given = `order 7/${randomUUID()}`;
    const rows = await sut.insert([
      { request_id: requestUuid(sut.organizationId, given), request_id_given: given },
      {},
    ]);
    const ids = [given, rows[1]!.request_id.toUpperCase(), randomUUID()];
    const found = await find({ requestIds: ids }, '/v1/request/query-ids');
    expect(found.map((row) => row.request_id).sort()).toEqual([given, rows[1]!.request_id].sort());
  });

  it('take the flags', async () => {
    await sut.insert([
      { ...marked('flags'), cache_reference_id: randomUUID() },
      { ...marked('flags'), scores: { quality: 1 } },
    ]);
    const count = async (flags: object) =>
      data<number>(await sut.client.post('/v1/request/count/query', { filter: ofMark('flags'), ...flags }));
    expect(await count({ isCached: false, isScored: false, isPartOfExperiment: false })).toBe(2);
    expect(await count({ isCached: true })).toBe(1);
    expect(await count({ isScored: true })).toBe(1);
    expect(await count({ isPartOfExperiment: true })).toBe(0);
  });

  it.each([
    [
      { filter: { request: { modl: { equals: 'x' } } } },
      /filter\.request\.modl: unknown column; did you mean model\?/,
    ],
    [{}, /filter/],
    [{ filter: 'all', limit: 5000 }, /limit/],
    [{ filter: 'all', sort: { latncy: 'asc' } }, /latncy/],
  ])('answer %j with 400 and the fault', async (body, fault) => {
    expect(await sut.client.post('/v1/request/query', body)).toMatchObject({
      status: 400,
      body: { data: null, error: expect.stringMatching(fault) },
    });
  });

  it('show nothing of another organisation, by no way', async () => {
    const row = await stored({ request: question, response: answer }, {}, marked('mine'));
    const other = await sut.other();
    const filter = ofMark('mine');
    expect(data(await other.post('/v1/request/query', { filter }))).toEqual([]);
    expect(data(await other.post('/v1/request/count/query', { filter }))).toBe(0);
    expect(data(await other.post('/v1/request/query-ids', { requestIds: [row.request_id] }))).toEqual([]);
    expect((await other.get(`/v1/request/${row.request_id}`)).status).toBe(404);
    await other.post(`/v1/request/${row.request_id}/feedback`, { rating: true });
    const [found] = await find({ filter });
    expect(found!.feedback_rating).toBeNull();
    expect((await sut.stranger.post('/v1/request/query', { filter })).status).toBe(401);
  });
});

describe('bodies', () => {
  const byUrl = async (url: string) => {
    const path = new URL(url).pathname.replace(/^\/api/, '');
    return sut.stranger.get(path);
  };

  it('RQ-01: come whole behind signed_body_url, without a key', async () => {
    const row = await stored({ request: question, response: answer });
    const [found] = await find({ requestIds: [row.request_id] }, '/v1/request/query-ids');
    expect(await byUrl(found!.signed_body_url!)).toMatchObject({
      status: 200,
      body: { request: JSON.parse(question), response: JSON.parse(answer) },
    });
  });

  it('RQ-01: come with the request when includeBody is true, as previews otherwise', async () => {
    const row = await stored(
      { request: question, response: answer },
      { id: `mine ${randomUUID()}` },
      { request_body: 'preview' },
    );
    const path = `/v1/request/${encodeURIComponent(row.request_id_given)}`;
    expect(data(await sut.client.get(path))).toMatchObject({ request_body: 'preview' });
    expect(data(await sut.client.get(`${path}?includeBody=true`))).toMatchObject({
      request_id: row.request_id_given,
      request_body: JSON.parse(question),
      response_body: JSON.parse(answer),
    });
  });

  it('RQ-11: give the normalised view, from the whole bodies where the previews were cut', async () => {
    const row = await stored(
      { request: question, response: answer },
      {},
      { request_body: question.slice(0, 30), response_body: answer.slice(0, 30) },
    );
    const one = data<HeliconeRequest>(await sut.client.get(`/v1/request/${row.request_id}`));
    expect(one.llmSchema).toMatchObject({
      request: { messages: [{ role: 'user', content: 'How long?' }] },
      response: { messages: [{ role: 'assistant', content: 'x'.repeat(20_000) }] },
    });
    const [cut] = await find({ requestIds: [row.request_id] }, '/v1/request/query-ids');
    expect(cut!.llmSchema).toBeNull();
    await sut.insert([{ ...marked('schema'), request_body: question }]);
    const [whole] = await find({ filter: ofMark('schema') });
    expect(whole!.llmSchema!.request.messages).toMatchObject([{ role: 'user', content: 'How long?' }]);
  });

  it('are decoded, and streams assembled', async () => {
    const chunk = (content: string) =>
      `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content } }] })}\n\n`;
    const stream = `${chunk('Hel')}${chunk('lo')}data: [DONE]\n\n`;
    const row = await stored(
      { request: gzipSync(question), response: stream },
      { reqEncoding: 'gzip', resType: 'text/event-stream' },
    );
    const [found] = await find({ requestIds: [row.request_id] }, '/v1/request/query-ids');
    const { body } = await byUrl(found!.signed_body_url!);
    expect(body).toMatchObject({
      request: JSON.parse(question),
      response: { choices: [{ message: { content: 'Hello' } }] },
      response_stream: stream,
    });
  });

  it('IG-04: give the address of each picture, to those whose call it is', async () => {
    const url = 'data:image/png;base64,iVBORw==';
    const picture = JSON.stringify({ choices: [{ message: { images: [{ image_url: { url } }] } }] });
    const row = await stored({ request: question, response: picture }, {}, { assets: ['one'] });
    const path = `/v1/request/${row.request_id}/assets`;
    expect(data(await sut.client.get(`/v1/request/${row.request_id}`))).toMatchObject({ asset_ids: ['one'] });
    expect(await sut.client.post(`${path}/one`, {})).toMatchObject({
      status: 200,
      body: { data: { assetUrl: url }, error: null },
    });
    for (const { status } of [
      await sut.client.post(`${path}/two`, {}),
      await sut.client.post(`/v1/request/${randomUUID()}/assets/one`, {}),
    ])
      expect(status).toBe(404);
    expect((await sut.stranger.post(`${path}/one`, {})).status).toBe(401);
  });

  it('answer 410 after their segment was deleted, and the row stays readable', async () => {
    const row = await stored({ request: question, response: answer });
    const [found] = await find({ requestIds: [row.request_id] }, '/v1/request/query-ids');
    await sut.objects.delete(row.segment_key);
    expect(await byUrl(found!.signed_body_url!)).toMatchObject({
      status: 410,
      body: { data: null, error: expect.stringMatching(/deleted/) },
    });
    expect(data(await sut.client.get(`/v1/request/${row.request_id}?includeBody=true`))).toMatchObject({
      request_id: row.request_id,
      signed_body_url: null,
    });
  });

  it('are not shown for a forged link', async () => {
    expect(await byUrl('http://x/api/v1/request/body/abc.def')).toMatchObject({ status: 403 });
  });
});

describe('edits of a request', () => {
  it('PP-03: put a property by key and value, and by a flat map', async () => {
    const [row] = await sut.insert([marked('put')]);
    const path = `/v1/request/${row!.request_id}/property`;
    expect(await sut.client.put(path, { key: 'Environment', value: 'production' })).toMatchObject({
      status: 200,
      body: { data: null, error: null },
    });
    await sut.client.put(path, { Environment: 'staging', PostProcessed: 'true' });
    const found = await find({ filter: ofMark('put') });
    expect(found.map((request) => request.properties)).toEqual([
      { mark: 'put', Environment: 'staging', PostProcessed: 'true' },
    ]);
  });

  it('keep feedback and scores, and leave everything else as it was', async () => {
    const [row] = await sut.insert([{ ...marked('edit'), cost: '123456789', assets: ['a'], threat: false }]);
    const [before] = await find({ filter: ofMark('edit') });
    const path = `/v1/request/${row!.request_id}`;
    await Promise.all([
      sut.client.post(`${path}/feedback`, { rating: true }),
      sut.client.post(`${path}/score`, { scores: { quality: 0.5, ok: true } }),
      sut.client.put(`${path}/property`, { key: 'k', value: 'v' }),
    ]);
    const after = await find({ filter: ofMark('edit') });
    const changed = {
      scores: { quality: 0.5, ok: 1, 'helicone-score-feedback': 1 },
      properties: { mark: 'edit', k: 'v' },
      request_properties: { mark: 'edit', k: 'v' },
      feedback_rating: true,
      feedback_created_at: expect.any(String),
      feedback_id: row!.request_id,
      updated_at: expect.any(String),
      signed_body_url: expect.any(String),
    };
    expect(after).toEqual([{ ...before, ...changed }]);
  });

  it('answer 400 for what is no score', async () => {
    const unknown = `/v1/request/${randomUUID()}`;
    expect(await sut.client.post(`${unknown}/score`, { scores: { a: 'high' } })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/scores\.a/) },
    });
  });
});
