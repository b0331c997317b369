import type { IncomingMessage, ServerResponse } from 'node:http';
import OpenAI from 'openai';
import { readCall } from '@heliostat/llm';
import {
  readBody,
  startTestProxy,
  startUpstream,
  testKey,
  type TestProxy,
  type TestRecord,
  type TestUpstream,
} from '../testing/proxy.fixture.js';

const usage = { input_tokens: 900, output_tokens: 300, total_tokens: 1200 };
const batch = (status: string) => ({
  id: 'batch_1',
  object: 'batch',
  endpoint: '/v1/chat/completions',
  input_file_id: 'file-in',
  output_file_id: 'file-out',
  completion_window: '24h',
  model: 'gpt-4o-mini-2024-07-18',
  status,
  usage,
  request_counts: { total: 2, completed: 2, failed: 0 },
});
const answerLine = (id: string) =>
  JSON.stringify({
    custom_id: id,
    response: {
      status_code: 200,
      body: {
        object: 'chat.completion',
        model: 'gpt-4o-mini-2024-07-18',
        choices: [{ index: 0, message: { role: 'assistant', content: 'Grüße' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 450, completion_tokens: 150, total_tokens: 600 },
      },
    },
  });
const results = Buffer.from(`${answerLine('req-1')}\n${answerLine('req-2')}\n`);

type Seen = { call: string; type: string | undefined; raw: string[]; body: Buffer };

/** OpenAI's files and batches, as far as bytes go: the results come in chunks that cut lines and characters. */
async function answer(seen: Seen[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = `${request.method} ${request.url}`;
  const { headers, rawHeaders: raw } = request;
  seen.push({ call, type: headers['content-type'], raw, body: await readBody(request) });
  if (call === 'GET /v1/files/file-out/content') {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    for (let at = 0; at < results.length; at += 37) response.write(results.subarray(at, at + 37));
    return void response.end();
  }
  const replies: Record<string, unknown> = {
    'POST /v1/files': { id: 'file-in', object: 'file', bytes: 9, purpose: 'batch' },
    'POST /v1/batches': batch('validating'),
    'GET /v1/batches/batch_1': batch('completed'),
    'GET /v1/batches?limit=2&after=batch_0': { object: 'list', data: [batch('completed')], has_more: false },
    'POST /v1/batches/batch_1/cancel': batch('cancelling'),
  };
  response.writeHead(call in replies ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(replies[call] ?? { error: { message: `no ${call}` } }));
}

describe("a provider's batches", () => {
  let upstream: TestUpstream;
  let sut: TestProxy;
  let client: OpenAI;
  const seen: Seen[] = [];

  beforeAll(async () => {
    upstream = await startUpstream((request, response) => void answer(seen, request, response));
    sut = await startTestProxy(upstream.url);
    client = new OpenAI({
      apiKey: 'sk-of-the-client',
      baseURL: `${sut.url}/oai/v1`,
      maxRetries: 0,
      defaultHeaders: { 'Helicone-Auth': `Bearer ${testKey}` },
    });
  });
  beforeEach(() => void (seen.length = 0));
  afterAll(async () => {
    await sut.stop();
    await upstream.stop();
  });

  const usageOf = ({ meta, request, response }: TestRecord) =>
    readCall({ ...meta, truncated: false, request, response }).usage;

  it('BA-01: take a file as the form that the client sent', async () => {
    const content = Buffer.from([0, 255, 13, 10, 45, 45, ...Buffer.from('{"custom_id":"é"}\n')]);
    const file = await client.files.create({
      file: new File([content], 'dätä.jsonl', { type: 'application/jsonl' }),
      purpose: 'batch',
    });
    expect(file.id).toBe('file-in');
    const [{ call, type, raw, body }] = seen as [Seen];
    expect(call).toBe('POST /v1/files');
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type! } }).formData();
    const arrived = form.get('file') as File;
    expect([form.get('purpose'), arrived.name]).toEqual(['batch', 'dätä.jsonl']);
    expect(Buffer.from(await arrived.arrayBuffer()).equals(content)).toBe(true);
    expect(raw.join(' ')).not.toMatch(/helicone/i);
    const record = sut.records().at(-1)!;
    expect(record.meta).toMatchObject({ method: 'POST', path: '/v1/files', status: 200, reqType: type });
    expect(record.request.equals(body)).toBe(true);
    expect(usageOf(record)).toBeNull();
  });

  it('BA-01: are made, read, listed and cancelled unchanged, and used nothing by themselves', async () => {
    const before = sut.records().length;
    const created = await client.batches.create({
      input_file_id: 'file-in',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    });
    expect(created).toEqual(batch('validating'));
    expect(JSON.parse(seen[0]!.body.toString())).toEqual({
      input_file_id: 'file-in',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    });
    expect(await client.batches.retrieve('batch_1')).toEqual(batch('completed'));
    expect((await client.batches.list({ limit: 2, after: 'batch_0' })).data).toEqual([batch('completed')]);
    expect(await client.batches.cancel('batch_1')).toEqual(batch('cancelling'));
    const records = sut.records().slice(before);
    expect(records.map(({ meta }) => [`${meta.method} ${meta.path}`, meta.status])).toEqual([
      ['POST /v1/batches', 200],
      ['GET /v1/batches/batch_1', 200],
      ['GET /v1/batches?limit=2&after=batch_0', 200],
      ['POST /v1/batches/batch_1/cancel', 200],
    ]);
    expect(records.map(usageOf)).toEqual([null, null, null, null]);
  });

  it('BA-01: give their results byte for byte, which are counted where they are logged one by one', async () => {
    const reply = await client.files.content('file-out');
    expect(Buffer.from(await reply.arrayBuffer()).equals(results)).toBe(true);
    const record = sut.records().at(-1)!;
    expect(record.meta).toMatchObject({
      path: '/v1/files/file-out/content',
      resType: 'application/octet-stream',
    });
    expect(record.response.equals(results)).toBe(true);
    expect(usageOf(record)).toBeNull();
  });

  it('BA-01: hand on what the provider says of a batch that is not there', async () => {
    await expect(client.batches.retrieve('nobody')).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('no GET /v1/batches/nobody'),
    });
    expect(sut.records().at(-1)!.meta.status).toBe(404);
  });
});
