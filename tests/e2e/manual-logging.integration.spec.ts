import { HeliconeManualLogger } from '@helicone/helpers';
import type { HeliconeRequest } from '@heliostat/contracts';
import { createSimulator, type Simulator } from '@heliostat/simulator';
import OpenAI from 'openai';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Account } from '../harness/account.js';
import { Heliostat } from '../harness/heliostat.js';

/** Calls that went another way and were reported: by plain HTTP, and by Helicone's own logger. */
describe('Manual logging', () => {
  let simulator: Simulator;
  let heliostat: Heliostat;
  let account: Account;
  let openai: OpenAI;

  beforeAll(async () => {
    simulator = await createSimulator();
    heliostat = await Heliostat.start({ env: { PROVIDER_OPENAI_BASE_URL: simulator.url } });
    account = await Account.signUp(heliostat.webUrl, heliostat.apiUrl);
    openai = new OpenAI({ apiKey: 'sk-test', baseURL: `${simulator.url}/v1` });
  }, 240_000);

  afterAll(async () => {
    await heliostat?.dispose();
    await simulator?.close();
  }, 180_000);

  const logger = (path = '/custom/v1/log', base = heliostat.proxyUrl, headers: Record<string, string> = {}) =>
    new HeliconeManualLogger({ apiKey: account.apiKey, headers, loggingEndpoint: base + path });
  const post = (log: unknown, path = '/custom/v1/log', base = heliostat.proxyUrl, key = account.apiKey) =>
    fetch(base + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(log),
    });
  const reported = (meta: object, json: object, response: object, timing?: object) => ({
    providerRequest: { url: 'custom-model-nopath', json, meta },
    providerResponse: { headers: {}, status: 200, ...response },
    ...(timing && { timing }),
  });
  const ofProperty = (key: string, value: string) => ({
    request_response_rmt: { properties: { [key]: { equals: value } } },
  });
  /** Waits for as many rows as a filter is to find. */
  const find = async (filter: unknown, count = 1): Promise<HeliconeRequest[]> => {
    for (const deadline = Date.now() + 60_000; ; await sleep(100)) {
      const rows = await account.post<HeliconeRequest[]>('/v1/request/query-clickhouse', {
        filter,
        limit: 100,
      });
      if (rows.length >= count) return rows;
      if (Date.now() > deadline) throw new Error(`${rows.length} rows instead of ${count} after 60 s`);
    }
  };
  /** The one row of a mark of its own. */
  const rowOf = async (mark: string): Promise<HeliconeRequest> => {
    const rows = await find(ofProperty('Mark', mark));
    expect(rows).toHaveLength(1);
    return rows[0]!;
  };
  const marked = () => {
    const mark = randomUUID();
    return { mark, headers: { 'Helicone-Property-Mark': mark } };
  };

  it.each(['proxy', 'api'] as const)("takes the page's own example at the %s (LG-01)", async (door) => {
    const { mark, headers } = marked();
    const base = door === 'proxy' ? heliostat.proxyUrl : heliostat.apiUrl;
    const log = reported(
      headers,
      { model: 'my-custom-model', messages: [{ role: 'user', content: 'Hello, world!' }] },
      {
        json: {
          id: 'response-123',
          choices: [{ message: { role: 'assistant', content: 'Hello! How can I assist you today?' } }],
          usage: { prompt_tokens: 10, completion_tokens: 8, total_tokens: 18 },
        },
      },
      {
        startTime: { seconds: 1677721748, milliseconds: 123 },
        endTime: { seconds: 1677721749, milliseconds: 456 },
      },
    );
    const reply = await post(log, '/custom/v1/log', base);
    const { id } = (await reply.json()) as { id: string };

    expect(reply.status).toBe(200);
    expect(await rowOf(mark)).toMatchObject({
      request_id: id,
      model: 'my-custom-model',
      provider: 'CUSTOM',
      prompt_tokens: 10,
      completion_tokens: 8,
      total_tokens: 18,
      delay_ms: 1333,
      request_created_at: '2023-03-02T01:49:08.123Z',
    });
    expect((await account.logged(id)).response_body).toMatchObject({ id: 'response-123' });
  });

  it('reads user, session, property and the time to the first token (LG-02, LG-05)', async () => {
    const { mark, headers } = marked();
    const before = Date.now();
    const meta = { ...headers, 'Helicone-User-Id': 'user-123', 'Helicone-Session-Id': 'session-456' };
    await post(reported(meta, { model: 'm' }, { json: { done: 1 } }, { timeToFirstToken: 150 }));
    const after = Date.now();
    const row = await rowOf(mark);

    expect(row).toMatchObject({
      request_user_id: 'user-123',
      properties: { 'Helicone-Session-Id': 'session-456', Mark: mark },
      time_to_first_token: 150,
      delay_ms: 0,
      total_tokens: null,
      cache_enabled: false,
    });
    const created = Date.parse(row.request_created_at);
    expect([created >= before, created <= after]).toEqual([true, true]);
  });

  it('shows a reply in words (LG-04)', async () => {
    const { mark, headers } = marked();
    const textBody = 'Why did the chicken cross the road? To get to the other side!';
    await post(reported(headers, { model: 'my-custom-model', prompt: 'Tell me a joke' }, { textBody }));
    const { request_id: id } = await rowOf(mark);

    expect(await account.logged(id)).toMatchObject({
      response_body: textBody,
      llmSchema: {
        request: { prompt: 'Tell me a joke' },
        response: { messages: [{ role: 'assistant', content: textBody }] },
      },
    });
  });

  it.each([
    ['/oai/v1/log', 'OPENAI', 'proxy'],
    ['/anthropic/v1/log', 'ANTHROPIC', 'proxy'],
    ['/oai/v1/log', 'OPENAI', 'api'],
    ['/anthropic/v1/log', 'ANTHROPIC', 'api'],
  ])('logs at %s for %s at the %s (LG-06)', async (path, provider, door) => {
    const { mark, headers } = marked();
    const usage = { input_tokens: 10, output_tokens: 20 };
    const base = door === 'proxy' ? heliostat.proxyUrl : heliostat.apiUrl;
    await post(reported(headers, { model: 'm' }, { json: { usage } }), path, base);

    expect(await rowOf(mark)).toMatchObject({ provider, prompt_tokens: 10, completion_tokens: 20 });
  });

  it('refuses what is incomplete, and a key that nobody has', async () => {
    const wrong = await post({ providerRequest: { url: 'x', json: {} } }, undefined, heliostat.apiUrl);
    expect([wrong.status, await wrong.json()]).toMatchObject([
      400,
      { error: { message: expect.stringMatching(/^providerResponse is missing/) as string } },
    ]);
    const key = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';
    expect((await post(reported({}, {}, {}), undefined, undefined, key)).status).toBe(401);
  });

  it('logs a request with the logger (LG-10)', async () => {
    const { mark, headers } = marked();
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user' as const, content: 'Hi' }] };
    const result = await logger('/custom/v1/log', heliostat.apiUrl, { 'Helicone-User-Id': 'ada' }).logRequest(
      body,
      async (recorder) => {
        const completion = await openai.chat.completions.create(body);
        recorder.appendResults({ ...completion });
        return completion;
      },
      headers,
      'openai',
    );

    expect(await rowOf(mark)).toMatchObject({
      provider: 'OPENAI',
      request_user_id: 'ada',
      model: result.model,
      total_tokens: result.usage!.total_tokens,
      cost: expect.any(Number) as number,
    });
  });

  const streamed = {
    model: 'gpt-4o-mini',
    messages: [{ role: 'user' as const, content: 'Write a story' }],
    stream: true as const,
    stream_options: { include_usage: true },
  };

  it('logs streams with logStream, logSingleStream and logBuilder: tokens, and the first one (LG-10, LG-14)', async () => {
    const mark = randomUUID();
    const headers = (way: string) => ({ 'Helicone-Property-Batch': mark, 'Helicone-Property-Way': way });
    const create = () => openai.chat.completions.create(streamed);
    await logger().logStream(
      streamed,
      async (recorder) => {
        recorder.attachStream((await create()).toReadableStream());
      },
      headers('logStream'),
    );
    await logger().logSingleStream(streamed, (await create()).toReadableStream(), headers('logSingleStream'));
    const builder = logger().logBuilder(streamed, headers('logBuilder'));
    await new Response(builder.toReadableStream(await create())).text();
    await builder.sendLog();
    const rows = await find(ofProperty('Batch', mark), 3);

    expect(rows.map(({ properties }) => properties['Way']).sort()).toEqual([
      'logBuilder',
      'logSingleStream',
      'logStream',
    ]);
    for (const row of rows) {
      expect(row.total_tokens).toBeGreaterThan(0);
      expect(row.time_to_first_token).toBeGreaterThanOrEqual(0);
      expect(row.llmSchema?.response?.messages?.[0]).toMatchObject({ role: 'assistant' });
    }
  });

  it('keeps the error that a builder was told (LG-10)', async () => {
    const { mark, headers } = marked();
    const builder = logger().logBuilder(streamed, headers);
    builder.setError(new Error('the model is asleep'));
    await builder.sendLog();
    const row = await rowOf(mark);

    expect(row.response_status).toBe(500);
    expect(JSON.stringify(row.llmSchema?.response?.error)).toContain('the model is asleep');
  });

  it('logs tools, vector databases and data, found by their names (LG-07, LG-08, LG-09)', async () => {
    const mark = randomUUID();
    const additionalHeaders = { 'Helicone-Property-Mark': mark };
    await logger().logSingleRequest(
      { _type: 'tool', toolName: 'calculator', input: { expression: '2 + 2' } },
      JSON.stringify({ result: 4 }),
      { additionalHeaders },
    );
    await logger().logSingleRequest(
      { _type: 'vector_db', operation: 'search', text: 'pasta', topK: 3, databaseName: 'recipes' },
      JSON.stringify([{ id: '1', content: 'Pasta recipe 1', score: 0.95 }]),
      { additionalHeaders, latencyMs: 1000 },
    );
    await logger().logRequest(
      { _type: 'data', name: 'user_query', query: 'SELECT 1' },
      (recorder) => {
        recorder.appendResults({ status: 'success', count: 1 });
        return Promise.resolve();
      },
      additionalHeaders,
    );
    await find(ofProperty('Mark', mark), 3);
    const named = async (model: string) => {
      const [row] = await find({
        left: ofProperty('Mark', mark),
        operator: 'and',
        right: { request_response_rmt: { model: { equals: model } } },
      });
      return row!;
    };

    expect((await named('tool:calculator')).llmSchema).toMatchObject({
      request: { toolDetails: { _type: 'tool', toolName: 'calculator', input: { expression: '2 + 2' } } },
      response: { toolDetailsResponse: { toolName: 'calculator', status: 'success' } },
    });
    const search = await named('vector_db:search');
    expect(search.delay_ms).toBe(1000);
    expect(search.llmSchema).toMatchObject({
      request: { vectorDBDetails: { operation: 'search', databaseName: 'recipes' } },
    });
    expect((await named('data:user_query')).llmSchema).toMatchObject({
      request: { dataDetails: { name: 'user_query', query: 'SELECT 1' } },
      response: { dataDetailsResponse: { name: 'user_query', count: 1 } },
    });
    const bad = await post(reported({}, { _type: 'vector_db', operation: 'upsert' }, { json: {} }));
    expect(bad.status).toBe(400);
  });

  it("logs a batch's results one by one at half the price, and its life without a model (BA-01, BA-02)", async () => {
    const batch = randomUUID();
    const usage = { prompt_tokens: 1000, completion_tokens: 1000, total_tokens: 2000 };
    for (const custom of ['req-1', 'req-2'])
      await logger('/oai/v1/log').logSingleRequest(
        { model: 'gpt-4o-mini-batch', messages: [{ role: 'user', content: custom }] },
        JSON.stringify({
          model: 'gpt-4o-mini-2024-07-18-batch',
          choices: [{ message: { role: 'assistant', content: 'Done' } }],
          usage,
        }),
        {
          additionalHeaders: {
            'Helicone-Property-CustomId': custom,
            'Helicone-Property-BatchId': batch,
            'Helicone-Property-ProcessingType': 'batch',
          },
        },
      );
    const rows = await find(
      {
        left: ofProperty('ProcessingType', 'batch'),
        operator: 'and',
        right: ofProperty('BatchId', batch),
      },
      2,
    );

    expect(rows.map(({ properties }) => properties['CustomId']).sort()).toEqual(['req-1', 'req-2']);
    // 1,000 × $0.15 and 1,000 × $0.60 per million, and half of it.
    for (const row of rows) expect(row.cost).toBeCloseTo(0.000375, 9);

    const { mark, headers } = marked();
    const life = await post(reported(headers, { batch_id: batch, operation: 'batch_created' }, { json: {} }));
    expect(life.status).toBe(200);
    expect(await rowOf(mark)).toMatchObject({ model: '', cost: null });
  });

  it("makes a row of a model's span, and one only when the trace comes twice (LG-15)", async () => {
    const mark = randomUUID();
    const attributes = {
      'gen_ai.system': 'OpenAI',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': 'Hi',
      'gen_ai.completion.0.content': 'Hello!',
      'traceloop.association.properties.Mark': mark,
    };
    const counts = { 'gen_ai.usage.prompt_tokens': 1000, 'gen_ai.usage.completion_tokens': 1000 };
    const span = {
      traceId: mark.replaceAll('-', ''),
      spanId: '00f067aa0ba902b7',
      name: 'openai.chat',
      kind: 3,
      startTimeUnixNano: `${Date.now() - 1500}000000`,
      endTimeUnixNano: `${Date.now()}000000`,
      status: { code: 1 },
      attributes: [
        ...Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
        ...Object.entries(counts).map(([key, intValue]) => ({ key, value: { intValue } })),
      ],
    };
    const trace = { resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ spans: [span] }] }] };
    for (const base of [heliostat.proxyUrl, heliostat.apiUrl])
      expect((await post(trace, '/v1/trace/log', base)).status).toBe(204);
    // What comes after both tells that both are in the log.
    const after = marked();
    await post(reported(after.headers, { model: 'm' }, { json: {} }));
    await rowOf(after.mark);

    expect(await rowOf(mark)).toMatchObject({
      request_id: `${span.traceId}-${span.spanId}`,
      provider: 'OPENAI',
      model: 'gpt-4o-mini',
      total_tokens: 2000,
      cost: 0.00075,
      llmSchema: {
        request: { messages: [{ role: 'user', content: 'Hi' }] },
        response: { messages: [{ role: 'assistant', content: 'Hello!' }] },
      },
    });
  });

  it('loses nothing that it acknowledged when the proxy is killed, and repeats nothing', async () => {
    const mark = randomUUID();
    const log = reported({ 'Helicone-Property-Mark': mark }, { model: 'm' }, { json: {} });
    const taken: string[] = [];
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const reply = await post(log);
        if (reply.ok) taken.push(((await reply.json()) as { id: string }).id);
      }),
    );
    const proxy = (await heliostat.processes()).find(({ command }) => command.includes('apps/proxy'))!;
    process.kill(proxy.pid, 'SIGKILL');
    const rows = await find(ofProperty('Mark', mark), taken.length);

    expect(taken).toHaveLength(40);
    expect(rows.map(({ request_id: id }) => id).sort()).toEqual(taken.sort());
  }, 240_000);
});
