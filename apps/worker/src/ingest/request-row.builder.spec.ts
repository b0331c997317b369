import type { LogRecordMeta } from '@heliostat/contracts';
import { rowVersion } from '@heliostat/stores/clickhouse';
import { logRecordFactory, organizationId } from '../testing/log-record.factory.js';
import { buildRequestRow } from './request-row.builder.js';

const build = (overrides: Partial<LogRecordMeta> & { request?: unknown; response?: unknown } = {}) =>
  buildRequestRow(
    logRecordFactory(overrides),
    { key: 'segments/x.seg', frame: { offset: 3, length: 99 } },
    rowVersion(0, 0),
  );

describe(buildRequestRow.name, () => {
  it('fills tokens, model, cost and where the bodies lie (RQ-10)', () => {
    expect(build()).toMatchObject({
      organization_id: organizationId,
      provider: 'OPENAI',
      model: 'gpt-4o-mini-2024-07-18',
      request_model: 'gpt-4o-mini',
      prompt_tokens: 10,
      completion_tokens: 8,
      // 10 × $0.15 and 8 × $0.60 per million, in USD × 1e9.
      cost: '6300',
      cost_known: true,
      segment_offset: 3,
      segment_length: 99,
    });
  });

  it('names each picture that is kept, the same each time (IG-04)', () => {
    const url = 'https://x.test/1.png';
    const request = {
      model: 'm',
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
    };
    const { assets } = build({ request });
    expect(assets).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(build({ request }).assets).toEqual(assets);
    expect(build({ request, omitRequest: true }).assets).toEqual([]);
    expect(build().assets).toEqual([]);
  });

  it('counts cache reads and writes into the prompt, as OpenAI does', () => {
    const row = build({
      provider: 'anthropic',
      path: '/v1/messages',
      request: {
        model: 'claude-sonnet-4-20250514',
        max_tokens: 9,
        messages: [{ role: 'user', content: 'Hi' }],
      },
      response: {
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-4-20250514',
        content: [{ type: 'text', text: 'Hi' }],
        usage: {
          input_tokens: 9,
          output_tokens: 12,
          cache_read_input_tokens: 183,
          cache_creation_input_tokens: 50,
        },
      },
    });
    expect(row).toMatchObject({
      prompt_tokens: 242,
      completion_tokens: 12,
      prompt_cache_read_tokens: 183,
      prompt_cache_write_tokens: 50,
    });
  });

  it('IN-12: says by a property that PostHog hears of the call, and keeps the key to itself', () => {
    const row = build({
      properties: { App: 'a' },
      posthog: { key: 'phc_secret', host: 'https://ph.example' },
    });
    expect(row.properties).toEqual({ App: 'a', 'Helicone-Sent-To-Posthog': 'true' });
    expect(JSON.stringify(row)).not.toContain('phc_secret');
  });

  it('prices by Helicone-Model-Override (CO-03)', () => {
    expect(build({ modelOverride: 'gpt-4o' })).toMatchObject({ cost: '105000', model_override: 'gpt-4o' });
  });

  it('takes no word of the client’s for the price of what the installation pays (CR-01)', () => {
    expect(build({ modelOverride: 'gpt-4o', passthroughBilling: true })).toMatchObject({ cost: '6300' });
  });

  it('says that a cost is not supported rather than calling it free (CO-02)', () => {
    const row = build({
      request: { model: 'nobody-knows' },
      response: {
        model: 'nobody-knows',
        object: 'chat.completion',
        choices: [],
        usage: { prompt_tokens: 1, completion_tokens: 1 },
      },
    });
    expect(row).toMatchObject({ cost: '0', cost_known: false, prompt_tokens: 1 });
  });

  it('takes the provider that Helicone-Target-Provider names', () => {
    const target = { provider: 'local', targetUrl: 'http://127.0.0.1:9/v1/chat/completions' };
    expect(build({ ...target, providerName: 'openai' })).toMatchObject({ provider: 'OPENAI', cost: '6300' });
    expect(build({ ...target, provider: 'custom', providerName: 'LemonFox' }).provider).toBe('LEMONFOX');
    expect(build({ ...target, provider: 'custom', providerName: 'my own' }).provider).toBe('CUSTOM');
    expect(build({ status: 401, provider: '' }).provider).toBe('');
  });

  it('uses what the proxy read where a body may not be kept (RQ-15)', () => {
    const row = build({
      omitRequest: true,
      omitResponse: true,
      request: '',
      response: '',
      usage: { input: 1_000_000, output: 0 },
      model: 'gpt-4o-mini',
    });
    expect(row).toMatchObject({
      cost: '150000000',
      request_body: '',
      response_body: '',
      storage_location: 'omitted',
    });
  });

  it('says in words that a request was no JSON', () => {
    const response = {
      error: { message: 'We could not parse the JSON body.', type: 'invalid_request_error' },
    };
    expect(build({ request: '{"model": ', response, status: 400 }).error).toBe(
      'The request body is not valid JSON; it was forwarded as it was. We could not parse the JSON body.',
    );
  });

  it('costs nothing when the cache answered, and says what that saved (CA-01, CO-06)', () => {
    const row = build({ cacheEnabled: true, cacheReferenceId: '0190a0b0-0000-7000-8000-00000000cafe' });
    expect(row).toMatchObject({
      cost: '0',
      cost_known: true,
      cost_saved: '6300',
      cache_enabled: true,
      cache_reference_id: '0190a0b0-0000-7000-8000-00000000cafe',
      completion_tokens: 8,
    });
    expect(build()).toMatchObject({ cost_saved: '0', cache_enabled: false });
  });

  it.each([
    ['how much sooner the reply came', 1_500.4, 20, 1_480],
    ['nothing where the first call was no slower', 20, 1_500, 0],
    ['nothing where nobody noted how long that one took', undefined, 20, 0],
  ])('says of a reply from the cache %s (CA-07)', (_what, cacheLatencyMs, latencyMs, expected) => {
    const cacheReferenceId = '0190a0b0-0000-7000-8000-00000000cafe';
    expect(build({ cacheReferenceId, cacheLatencyMs, latencyMs }).time_saved).toBe(expected);
  });

  it('saves no time where the cache did not answer (CA-07)', () => {
    expect(build({ cacheEnabled: true, latencyMs: 20 }).time_saved).toBe(0);
  });

  it('costs nothing when the reply was made up (__helicone-mock-response), and says that it was', () => {
    const row = build({ mocked: true });
    expect(row).toMatchObject({ cost: '0', cost_known: true, cost_saved: '0', completion_tokens: 8 });
    expect(row.properties).toMatchObject({ 'Helicone-Mock-Response': 'true' });
  });

  it("finds the call behind a hit by a client's own id, as its row does", () => {
    const filled = build({ id: 'my own id' });
    expect(build({ cacheReferenceId: 'my own id' }).cache_reference_id).toBe(filled.request_id);
  });

  it("reads a translated call in the client's format and prices it by the provider that answered (GW-15)", () => {
    const row = build({
      provider: 'anthropic',
      bodyProvider: 'openai',
      bodyMapping: 'OPENAI',
      passthroughBilling: true,
      request: { model: 'claude-4.5-haiku', messages: [{ role: 'user', content: 'Hi' }] },
      response: {
        object: 'chat.completion',
        model: 'claude-haiku-4-5-20251001',
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1000, completion_tokens: 100 },
      },
    });
    expect(row).toMatchObject({
      provider: 'ANTHROPIC',
      // 1000 × $1 and 100 × $5 per million.
      cost: '1500000',
      ai_gateway_body_mapping: 'OPENAI',
      is_passthrough_billing: true,
      prompt_tokens: 1000,
    });
  });

  it('prices a reply with a name of its own by what the provider was asked for', () => {
    const attempts = [
      { provider: 'bedrock', model: 'a', status: 500, latencyMs: 1 },
      { provider: 'bedrock', model: 'amazon.nova-pro-v1:0', status: 200, latencyMs: 2, key: 'own' as const },
    ];
    const row = build({ provider: 'bedrock', bodyProvider: 'openai', model: 'our-nova', attempts });
    // 10 × $0.80 and 8 × $3.20 per million.
    expect(row).toMatchObject({ cost: '33600', cost_known: true });
    expect(JSON.parse(row.attempts)).toEqual(attempts);
  });

  it("keeps a prompt's inputs and environment (PR-01)", () => {
    const row = build({
      promptId: 'abc123',
      promptVersion: '2',
      promptInputs: { name: 'Ada', n: 1 },
      promptEnvironment: 'staging',
    });
    expect(row).toMatchObject({ prompt_version: '2', prompt_environment: 'staging' });
    expect(JSON.parse(row.prompt_inputs)).toEqual({ name: 'Ada', n: 1 });
    expect(build()).toMatchObject({ prompt_inputs: '', attempts: '' });
  });

  it('marks what a guard or a rate limit refused (RL-06)', () => {
    const row = build({ threat: true, rateLimited: true, properties: { App: 'a' }, status: 429 });
    expect(row.threat).toBe(true);
    expect(row.properties).toEqual({ App: 'a', 'Helicone-Rate-Limit-Status': 'bucket_rate_limited' });
    expect(build({ threat: false }).threat).toBe(false);
    expect(build().threat).toBeNull();
  });

  it.each([
    ['a response that is read again', 'GET', '/v1/responses/resp_1'],
    ['a batch that is read', 'GET', '/v1/batches/batch_1'],
    ['a batch that is cancelled', 'POST', '/v1/batches/batch_1/cancel'],
  ])('counts nothing for %s: its tokens were counted before (BA-01)', (_what, method, path) => {
    const response = { id: 'x', model: 'gpt-4o-mini', usage: { input_tokens: 900, output_tokens: 300 } };
    expect(build({ method, path, request: '', response })).toMatchObject({
      model: 'gpt-4o-mini',
      prompt_tokens: null,
      completion_tokens: null,
      cost: '0',
    });
  });

  it("charges half for a batch's result (BA-01), and takes an event without a model (BA-02)", () => {
    expect(build({ model: 'gpt-4o-mini-batch' })).toMatchObject({ model: 'gpt-4o-mini-batch', cost: '3150' });
    expect(
      build({
        provider: 'custom',
        path: '/custom/v1/log',
        request: { batch_id: 'b', operation: 'batch_created' },
        response: { status: 'ok' },
      }),
    ).toMatchObject({ model: '', cost: '0', cost_known: false });
  });

  const reported = { source: 'manual', provider: 'custom', path: 'custom-model-nopath' } as const;

  it('leaves the tokens of a reported call unknown where its maker states none (LG-03)', () => {
    const row = build({
      ...reported,
      request: { model: 'my-custom-model', messages: [{ role: 'user', content: 'Hello' }] },
      response: { choices: [{ message: { role: 'assistant', content: 'Hi' } }] },
    });

    expect(row).toMatchObject({ model: 'my-custom-model', prompt_tokens: null, completion_tokens: null });
  });

  it("prices a batch's result, reported under the model's name and -batch, at half (BA-01)", () => {
    const usage = { prompt_tokens: 1000, completion_tokens: 1000, total_tokens: 2000 };
    const of = (model: string) => build({ ...reported, request: { model }, response: { model, usage } });

    expect(of('gpt-4o-mini-batch')).toMatchObject({ model: 'gpt-4o-mini-batch', cost: '375000' });
    expect(of('gpt-4o-mini')).toMatchObject({ cost: '750000' });
  });

  it("takes an event of a batch's life without a model (BA-02)", () => {
    expect(
      build({ ...reported, request: { batch_id: 'b', operation: 'batch_created' }, response: {} }),
    ).toMatchObject({ model: '', request_model: '', cost_known: false, prompt_tokens: null });
  });
});
