import Anthropic from '@anthropic-ai/sdk';
import { createOpenAI } from '@ai-sdk/openai';
import type { DashboardOverview, WhoAmI, Result } from '@heliostat/contracts';
import { createSimulator, type Simulator } from '@heliostat/simulator';
import { generateText, streamText } from 'ai';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import OpenAI from 'openai';
import { Account } from '../harness/account.js';
import { Heliostat } from '../harness/heliostat.js';

const run = promisify(execFile);

const googleProgram = `
import { GoogleGenAI } from '@google/genai';
const client = new GoogleGenAI({
  apiKey: 'test',
  httpOptions: {
    baseUrl: process.env.BASE_URL,
    headers: { 'Helicone-Auth': 'Bearer ' + process.env.KEY, 'Helicone-Request-Id': process.env.ID },
  },
});
const reply = await client.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hello' });
console.log(JSON.stringify(reply));
`;

/** The main job with real client packages, unmodified but for their base URL: a call is in the log seconds later. */
describe('An LLM call through the proxy', () => {
  let simulator: Simulator;
  let heliostat: Heliostat;
  let account: Account;

  beforeAll(async () => {
    simulator = await createSimulator();
    heliostat = await Heliostat.start({
      env: {
        PROVIDER_OPENAI_BASE_URL: simulator.url,
        PROVIDER_ANTHROPIC_BASE_URL: simulator.url,
        PROVIDER_GOOGLE_AI_STUDIO_BASE_URL: simulator.url,
      },
    });
    account = await Account.signUp(heliostat.webUrl, heliostat.apiUrl);
  }, 240_000);

  afterAll(async () => {
    await heliostat?.dispose();
    await simulator?.close();
  }, 180_000);

  const openai = (headers: Record<string, string> = {}) =>
    new OpenAI({
      apiKey: 'sk-test',
      baseURL: `${heliostat.proxyUrl}/oai/v1`,
      maxRetries: 0,
      defaultHeaders: { 'Helicone-Auth': `Bearer ${account.apiKey}`, ...headers },
    });
  const messages = [{ role: 'user' as const, content: 'What is a heliostat?' }];

  it('makes the first account owner of an organisation, without a mail server', async () => {
    const reply = await account.asBrowser('/api/v1/whoami');
    const { data } = (await reply.json()) as Result<WhoAmI>;
    expect(data!.organizations).toMatchObject([{ role: 'owner' }]);
  });

  it('is logged with tokens, cost, latency, metadata and both bodies (GW-16, RQ-10, RQ-13, PP-01)', async () => {
    const id = randomUUID();
    const reply = await openai({
      'Helicone-Request-Id': id,
      'Helicone-User-Id': 'ada',
      'Helicone-Property-App-Version': '1.2',
      'Helicone-Session-Id': 'session-1',
      'Helicone-Session-Path': '/chat',
    }).chat.completions.create({ model: 'gpt-4o-mini', messages });
    const row = await account.logged(id);
    const { prompt_tokens: input, completion_tokens: output } = reply.usage!;
    expect(row).toMatchObject({
      provider: 'OPENAI',
      response_status: 200,
      prompt_tokens: input,
      completion_tokens: output,
      request_user_id: 'ada',
      properties: {
        'App-Version': '1.2',
        'Helicone-Session-Id': 'session-1',
        'Helicone-Session-Path': '/chat',
      },
      request_body: { messages },
      response_body: { choices: reply.choices },
    });
    // gpt-4o-mini: $0.15 and $0.60 per million tokens.
    expect(row.cost).toBeCloseTo((input * 0.15 + output * 0.6) / 1e6, 9);
    expect(row.delay_ms).toBeGreaterThanOrEqual(0);
  });

  it('streams, and is logged with its time to first token and assembled reply (GW-15)', async () => {
    const id = randomUUID();
    const stream = await openai({ 'Helicone-Request-Id': id }).chat.completions.create({
      model: 'gpt-4o',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    const row = await account.logged(id);
    expect(row.time_to_first_token).not.toBeNull();
    expect(row.completion_tokens).toBeGreaterThan(0);
    expect(row.response_body).toMatchObject({ choices: [{ message: { content: text } }] });
  });

  it('works through the OpenAI responses and embeddings APIs', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await openai({ 'Helicone-Request-Id': a }).responses.create({ model: 'gpt-4o-mini', input: 'Hello' });
    await openai({ 'Helicone-Request-Id': b }).embeddings.create({
      model: 'text-embedding-3-small',
      input: 'Hello',
    });
    expect((await account.logged(a)).completion_tokens).toBeGreaterThan(0);
    expect((await account.logged(b)).prompt_tokens).toBeGreaterThan(0);
  });

  it('works with the Anthropic SDK, streamed and not (IN-14)', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const client = (id: string) =>
      new Anthropic({
        apiKey: 'sk-ant-test',
        baseURL: `${heliostat.proxyUrl}/anthropic`,
        maxRetries: 0,
        defaultHeaders: { 'Helicone-Auth': `Bearer ${account.apiKey}`, 'Helicone-Request-Id': id },
      });
    const body = { model: 'claude-sonnet-4-20250514', max_tokens: 100, messages };
    const reply = await client(a).messages.create(body);
    const streamed = await client(b).messages.stream(body).finalMessage();
    expect(await account.logged(a)).toMatchObject({
      provider: 'ANTHROPIC',
      prompt_tokens: reply.usage.input_tokens,
      completion_tokens: reply.usage.output_tokens,
    });
    const row = await account.logged(b);
    expect(row).toMatchObject({ completion_tokens: streamed.usage.output_tokens });
    expect(row.cost).toBeCloseTo(
      (streamed.usage.input_tokens * 3 + streamed.usage.output_tokens * 15) / 1e6,
      9,
    );
  });

  it('works with Google GenAI', async () => {
    const id = randomUUID();
    // In a process of its own: the package's fetch needs Node's global dispatcher, which Jest's sandbox hides.
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', googleProgram], {
      cwd: import.meta.dirname,
      env: {
        ...process.env,
        BASE_URL: `${heliostat.proxyUrl}/google-ai-studio`,
        KEY: account.apiKey,
        ID: id,
      },
    });
    const reply = JSON.parse(stdout) as { usageMetadata: { promptTokenCount: number } };
    const row = await account.logged(id);
    expect(row.model).toMatch(/gemini-2\.5-flash/);
    expect(row.prompt_tokens).toBe(reply.usageMetadata.promptTokenCount);
    expect(JSON.stringify(row)).not.toContain('key=test');
  });

  it("works with Vercel's ai package (IN-19)", async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const provider = (id: string) =>
      createOpenAI({
        apiKey: 'sk-test',
        baseURL: `${heliostat.proxyUrl}/oai/v1`,
        headers: { 'Helicone-Auth': `Bearer ${account.apiKey}`, 'Helicone-Request-Id': id },
      });
    const { text } = await generateText({ model: provider(a).chat('gpt-4o-mini'), prompt: 'Hello' });
    expect(text).not.toBe('');
    for await (const part of streamText({ model: provider(b)('gpt-4o-mini'), prompt: 'Hello' }).textStream)
      expect(typeof part).toBe('string');
    expect((await account.logged(a)).completion_tokens).toBeGreaterThan(0);
    expect((await account.logged(b)).completion_tokens).toBeGreaterThan(0);
  });

  it('works through /v1/gateway on the API port, as the self-hosting page shows (SH-03)', async () => {
    const id = randomUUID();
    const client = new OpenAI({
      apiKey: 'sk-test',
      baseURL: `${heliostat.apiUrl}/v1/gateway/oai/v1`,
      maxRetries: 0,
      defaultHeaders: { 'Helicone-Auth': `Bearer ${account.apiKey}`, 'Helicone-Request-Id': id },
    });
    await client.chat.completions.create({ model: 'gpt-4o-mini', messages });
    expect((await account.logged(id)).response_status).toBe(200);
  });

  it("logs the provider's errors", async () => {
    const id = randomUUID();
    const call = openai({ 'Helicone-Request-Id': id, 'x-sim-status': '429' }).chat.completions.create({
      model: 'gpt-4o-mini',
      messages,
    });
    await expect(call).rejects.toMatchObject({ status: 429 });
    expect((await account.logged(id)).response_status).toBe(429);
  });

  it('keeps tokens and cost but no body where the client omits bodies (RQ-15)', async () => {
    const id = randomUUID();
    await openai({
      'Helicone-Request-Id': id,
      'Helicone-Omit-Request': 'true',
      'Helicone-Omit-Response': 'true',
    }).chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'a secret nobody may keep' }],
    });
    const row = await account.logged(id);
    expect(row.completion_tokens).toBeGreaterThan(0);
    expect(row.cost).toBeGreaterThan(0);
    expect(JSON.stringify(row)).not.toContain('a secret nobody may keep');
  });

  it('records what a stream used that its client cancelled', async () => {
    const id = randomUUID();
    const stream = await openai({
      'Helicone-Request-Id': id,
      'x-sim-chunk-ms': '50',
      'x-sim-tokens': '200',
    }).chat.completions.create({
      model: 'gpt-4o-mini',
      messages,
      stream: true,
    });
    let chunks = 0;
    for await (const _chunk of stream) if (++chunks === 5) break;
    const row = await account.logged(id);
    expect(row).toMatchObject({ response_status: -3, usage_estimated: true });
    expect(row.completion_tokens).toBeGreaterThan(0);
  });

  it('is refused without a valid key, in the words of the provider, and never forwarded', async () => {
    const before = simulator.requests.length;
    const call = (path: string, headers: Record<string, string>) =>
      fetch(`${heliostat.proxyUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      });
    const openaiReply = await call('/oai/v1/chat/completions', { authorization: 'Bearer sk-test' });
    const anthropicReply = await call('/anthropic/v1/messages', {
      'helicone-auth': 'Bearer sk-helicone-aaaaaaa-aaaaaaa-aaaaaaa-aaaaaaa',
    });
    expect([openaiReply.status, anthropicReply.status]).toEqual([401, 401]);
    expect(await openaiReply.json()).toMatchObject({
      error: { message: expect.stringMatching(/Helicone-Auth/), code: expect.anything() },
    });
    expect(await anthropicReply.json()).toMatchObject({
      type: 'error',
      error: { type: 'authentication_error' },
    });
    expect(simulator.requests.length).toBe(before);
  });

  it('forwards malformed JSON untouched and says so in the log', async () => {
    const id = randomUUID();
    const reply = await fetch(`${heliostat.proxyUrl}/oai/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer sk-test',
        'helicone-auth': `Bearer ${account.apiKey}`,
        'helicone-request-id': id,
        'content-type': 'application/json',
      },
      body: '{"model": "gpt-4o-mini", ',
    });
    expect(reply.status).toBe(400);
    expect(simulator.requests.at(-1)!.body).toBe('{"model": "gpt-4o-mini", ');
    expect((await account.logged(id)).response_status).toBe(400);
  });

  it('is in the dashboard', async () => {
    const now = Date.now();
    const overview = await account.post<DashboardOverview>('/v1/dashboard/overview', {
      timeFilter: {
        start: new Date(now - 3_600_000).toISOString(),
        end: new Date(now + 60_000).toISOString(),
      },
    });
    expect(overview.totals.requests).toBeGreaterThan(5);
    expect(overview.totals.cost).toBeGreaterThan(0);
    expect(overview.models.map((model) => model.name)).toContain('gpt-4o-mini');
  });

  it('leaves another organisation nothing to see', async () => {
    const other = await Account.signUp(heliostat.webUrl, heliostat.apiUrl, 'eve@example.com');
    expect(await other.requests()).toEqual([]);
  });
});
