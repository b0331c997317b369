import { request as httpRequest } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.js';

let sut: Simulator;
const start = async (options?: SimulatorOptions) => (sut = await createSimulator(options));
afterEach(() => sut.close());

const chatBody = (extra: object = {}) =>
  JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'A soup recipe?' }], ...extra });
const post = (path: string, body: string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  fetch(sut.url + path, {
    method: 'POST',
    body,
    headers: { authorization: 'Bearer sk-test', 'content-type': 'application/json', ...headers },
    signal,
  });
const chat = (extra: object = {}, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  post('/v1/chat/completions', chatBody(extra), headers, signal);

const until = async (condition: () => boolean) => {
  for (let tries = 0; !condition() && tries < 3_000; tries++) await new Promise((r) => setTimeout(r, 10));
  expect(condition()).toBe(true);
};

describe(createSimulator.name, () => {
  it('gives the same reply to the same request and seed', async () => {
    await start({ seed: 7 });
    const first = await (await chat()).json();
    await sut.close();
    await start({ seed: 7 });
    const { created: _, ...again } = (await (await chat()).json()) as Record<string, unknown>;
    expect(first).toMatchObject(again);
  });

  it('gives another reply to another seed', async () => {
    await start({ seed: 1 });
    const first = (await (await chat()).json()) as { id: string };
    await sut.close();
    await start({ seed: 2 });
    expect(((await (await chat()).json()) as { id: string }).id).not.toBe(first.id);
  });

  it('sends a role, deltas, a finish and [DONE], and usage only when asked', async () => {
    await start();
    const plain = await (await chat({ stream: true })).text();
    const asked = await (await chat({ stream: true, stream_options: { include_usage: true } })).text();
    expect(plain).toMatch(
      /^data: \{[^\n]*"role":"assistant"[\s\S]*"finish_reason":"stop"[\s\S]*\[DONE\]\n\n$/,
    );
    expect(plain).not.toContain('"usage"');
    expect(asked).toMatch(/"choices":\[\],"usage":\{"prompt_tokens":\d+/);
  });

  it('writes as many tokens as x-sim-tokens says and leaves usage out on request', async () => {
    await start();
    const exact = (await (await chat({}, { 'x-sim-tokens': '50' })).json()) as {
      usage: { completion_tokens: number };
    };
    expect(exact.usage.completion_tokens).toBe(50);
    expect(await (await chat({}, { 'x-sim-usage': 'none' })).json()).not.toHaveProperty('usage');
  });

  it('cuts at max_tokens and says so', async () => {
    await start();
    expect(await (await chat({ max_tokens: 5 })).json()).toMatchObject({
      choices: [{ finish_reason: 'length' }],
      usage: { completion_tokens: 5 },
    });
  });

  it('reports cached tokens once a long prefix was seen', async () => {
    await start();
    const messages = [
      { role: 'system', content: 'rule '.repeat(1500) },
      { role: 'user', content: 'Hi' },
    ];
    const cached = async () =>
      (
        (await (await chat({ messages })).json()) as {
          usage: { prompt_tokens_details: { cached_tokens: number } };
        }
      ).usage.prompt_tokens_details.cached_tokens;
    expect(await cached()).toBe(0);
    expect(await cached()).toBeGreaterThanOrEqual(1024);
  });

  it('paces a stream and waits before the head and the first frame', async () => {
    await start();
    const begin = performance.now();
    const reply = await chat(
      { stream: true },
      { 'x-sim-latency-ms': '60', 'x-sim-ttft-ms': '50', 'x-sim-chunk-ms': '10', 'x-sim-tokens': '13' },
    );
    const head = performance.now() - begin;
    const times: number[] = [];
    for await (const _ of reply.body!) times.push(performance.now() - begin);
    // Lower bounds from the start only: on a busy machine frames arrive late and together.
    expect(head).toBeGreaterThanOrEqual(55);
    expect(times[0]).toBeGreaterThanOrEqual(105);
    expect(times.at(-1)).toBeGreaterThanOrEqual(195);
  });

  it.each([
    ['/v1/chat/completions', { error: { code: 'rate_limit_exceeded' } }],
    ['/v1/messages', { type: 'error', error: { type: 'rate_limit_error' } }],
    ['/v1beta/models/gemini-2.5-flash:generateContent', { error: { status: 'RESOURCE_EXHAUSTED' } }],
  ])('answers a simulated 429 on %s in the shape of its provider', async (path, shape) => {
    await start();
    const reply = await post(path, chatBody(), { 'x-sim-status': '429', 'anthropic-version': '2023-06-01' });
    expect(reply.status).toBe(429);
    expect(await reply.json()).toMatchObject(shape);
  });

  it.each([
    ['/v1/chat/completions', 'could not parse the JSON body'],
    ['/v1/messages', 'not valid JSON'],
    ['/v1beta/models/gemini-2.5-flash:generateContent', 'Invalid JSON payload'],
  ])('refuses malformed JSON on %s in the words of its provider', async (path, words) => {
    await start();
    const reply = await post(path, '{"model": ', { 'anthropic-version': '2023-06-01' });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain(words);
  });

  it('names a missing parameter', async () => {
    await start();
    const reply = await post('/v1/chat/completions', '{"model":"gpt-4o"}');
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({
      error: { param: 'messages', code: 'missing_required_parameter' },
    });
  });

  it('names a wrong simulator header', async () => {
    await start();
    const reply = await chat({}, { 'x-sim-fail': 'explode' });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain('x-sim-fail');
  });

  it('resets the connection on demand', async () => {
    await start();
    await expect(chat({}, { 'x-sim-fail': 'reset' })).rejects.toThrow('fetch failed');
  });

  it('breaks a stream off after half of it', async () => {
    await start();
    // `fetch` drops what it has not handed over when the break arrives with it.
    const { text, complete } = await new Promise<{ text: string; complete: boolean }>((resolve) => {
      const headers = { authorization: 'Bearer k', 'x-sim-fail': 'truncate', 'x-sim-chunk-ms': '2' };
      httpRequest(`${sut.url}/v1/chat/completions`, { method: 'POST', headers }, (reply) => {
        let text = '';
        reply
          .on('data', (part: Buffer) => (text += part.toString()))
          .on('error', () => {})
          .on('close', () => resolve({ text, complete: reply.complete }));
      }).end(chatBody({ stream: true }));
    });
    expect(complete).toBe(false);
    expect(text).toContain('data: ');
    expect(text).not.toContain('[DONE]');
  });

  it('never answers when told to hang', async () => {
    await start();
    const patience = new AbortController();
    const call = chat({}, { 'x-sim-fail': 'hang' }, patience.signal);
    await until(() => sut.requests.length === 1);
    setTimeout(() => patience.abort(new Error('no answer')), 100);
    await expect(call).rejects.toThrow('no answer');
  });

  it('drips the head and still answers', async () => {
    await start();
    const begin = performance.now();
    const reply = await chat({}, { 'x-sim-fail': 'slow-headers' });
    expect(await reply.json()).toHaveProperty('choices');
    expect(performance.now() - begin).toBeGreaterThan(400);
  });

  it('compresses the reply when told to', async () => {
    await start();
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      const headers = { authorization: 'Bearer k', 'x-sim-encoding': 'gzip' };
      httpRequest(`${sut.url}/v1/chat/completions`, { method: 'POST', headers }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (c: Buffer) => chunks.push(c)).on('end', () => resolve(Buffer.concat(chunks)));
      })
        .on('error', reject)
        .end(chatBody({ stream: true }));
    });
    expect(gunzipSync(bytes).toString()).toContain('[DONE]');
  });

  it('answers /healthz without recording it', async () => {
    await start();
    expect((await fetch(`${sut.url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${sut.url}/__sim/requests`)).json()).toEqual({ requests: [] });
  });

  it('records what arrived, up to its limit, and forgets on reset', async () => {
    await start({ recordLimit: 2 });
    for (const seed of [1, 2, 3]) await chat({ seed });
    expect(sut.requests.map((r) => JSON.parse(r.body).seed)).toEqual([2, 3]);
    const listed = (await (await fetch(`${sut.url}/__sim/requests`)).json()) as { requests: object[] };
    expect(listed.requests[1]).toMatchObject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { authorization: 'Bearer sk-test' },
      finished: true,
    });
    await fetch(`${sut.url}/__sim/reset`, { method: 'POST' });
    expect(sut.requests).toHaveLength(0);
  });

  it('marks a request whose caller went away', async () => {
    await start();
    const controller = new AbortController();
    const reply = await chat({ stream: true }, { 'x-sim-chunk-ms': '5000' }, controller.signal);
    const reader = reply.body!.getReader();
    await reader.read();
    controller.abort();
    await reader.read().catch(() => undefined);
    await until(() => sut.requests[0]!.aborted);
  });

  it('lets a test decide per request', async () => {
    let calls = 0;
    await start({ behave: () => (++calls < 3 ? { status: 500 } : undefined) });
    expect([(await chat()).status, (await chat()).status, (await chat()).status]).toEqual([500, 500, 200]);
  });

  it('echoes any method and bytes below /echo', async () => {
    await start();
    const reply = await fetch(`${sut.url}/echo/a?b=c`, { method: 'PUT', body: new Uint8Array([0, 255, 10]) });
    expect([...new Uint8Array(await reply.arrayBuffer())]).toEqual([0, 255, 10]);
    expect(reply.headers.get('x-echo-method')).toBe('PUT');
    expect(reply.headers.get('x-echo-url')).toBe('/echo/a?b=c');
  });

  it('answers below the prefixes of compatible providers', async () => {
    await start();
    for (const path of ['/openai/v1/chat/completions', '/api/v1/chat/completions', '/chat/completions'])
      expect((await post(path, chatBody())).status).toBe(200);
  });
});
