import { messagesReply } from '../testing/gateway.fixture.js';
import { useGateway } from '../testing/use-gateway.js';

describe('the unified gateway: translation', () => {
  const { providers, ownKeys, ask, chat, called, record } = useGateway();

  it('speaks Anthropic’s language to Anthropic and OpenAI’s to the client (GW-01)', async () => {
    const response = await chat('claude-3.5-haiku/anthropic', { temperature: 0.5, max_tokens: 50 });
    expect(await response.json()).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: 'from anthropic' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 12, completion_tokens: 7 },
    });
    expect(providers.anthropic.calls[0]).toMatchObject({
      path: '/v1/messages',
      body: { max_tokens: 50, messages: [{ role: 'user' }] },
    });
    expect(record().meta).toMatchObject({
      provider: 'anthropic',
      bodyProvider: 'openai',
      bodyMapping: 'OPENAI',
      usage: { input: 12, output: 7 },
    });
  });

  it('streams Claude as chat chunks up to [DONE] (GW-15)', async () => {
    const event = (data: { type: string }) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
    providers.anthropic.answer = () => ({
      body: [
        event({
          type: 'message_start',
          message: { ...messagesReply(''), content: [], stop_reason: null },
        } as never),
        event({
          type: 'content_block_start',
          index: 0,
          content_block: { type: 'text', text: '' },
        } as never),
        event({
          type: 'content_block_delta',
          index: 0,
          delta: { type: 'text_delta', text: 'Hel' },
        } as never),
        event({
          type: 'content_block_delta',
          index: 0,
          delta: { type: 'text_delta', text: 'lo' },
        } as never),
        event({ type: 'content_block_stop', index: 0 } as never),
        event({
          type: 'message_delta',
          delta: { stop_reason: 'end_turn', stop_sequence: null },
          usage: { output_tokens: 2 },
        } as never),
        event({ type: 'message_stop' }),
      ],
    });
    const response = await chat('claude-3.5-haiku/anthropic', { stream: true });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const lines = (await response.text()).trim().split('\n\n');
    expect(lines.at(-1)).toBe('data: [DONE]');
    const chunks = lines
      .slice(0, -1)
      .map((line) => JSON.parse(line.slice(6)) as { choices: { delta?: { content?: string } }[] });
    const content = chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? '');
    expect(content.join('')).toBe('Hello');
    expect(record().meta.usage).toMatchObject({ input: 12, output: 2 });
  });

  it('answers the Responses API from a provider that has none (GW-03)', async () => {
    const response = await ask(
      { model: 'claude-3.5-haiku/anthropic', input: 'Say hello' },
      { path: '/v1/responses' },
    );
    expect(await response.json()).toMatchObject({
      object: 'response',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'from anthropic' }] }],
      usage: { input_tokens: 12 },
    });
    expect(record().meta.bodyMapping).toBe('RESPONSES');
  });

  it('names what a provider cannot express', async () => {
    const response = await chat('claude-3.5-haiku/anthropic', { seed: 7, logit_bias: { 1: 2 } });
    expect(response.headers.get('helicone-dropped-params')).toMatch(/seed/);
    expect(response.headers.get('helicone-dropped-params')).toMatch(/logit_bias/);
  });

  it('says that a saved prompt was named where prompts mean nothing (PR-01)', async () => {
    const body = { model: 'gpt-4o-mini/openai', input: 'Say hello', prompt_id: 'abc123', inputs: { a: 1 } };
    const response = await ask(body, { path: '/v1/responses' });
    expect(response.status).toBe(200);
    expect(response.headers.get('helicone-dropped-params')).toBe('prompt_id');
    expect(providers.openai.calls[0]!.body).not.toHaveProperty('prompt_id');
  });

  it('tells a provider’s error in the client’s shape (ER-01)', async () => {
    providers.anthropic.answer = () => ({
      status: 400,
      body: { type: 'error', error: { type: 'invalid_request_error', message: 'messages: at least one' } },
    });
    expect(await (await chat('claude-3.5-haiku/anthropic')).json()).toMatchObject({
      error: { message: 'messages: at least one', code: 400 },
    });
  });

  it('wants both fields of image_generation or none (IG-02)', async () => {
    const response = await chat('gemini-3-pro-image-preview/google-ai-studio', {
      image_generation: { aspect_ratio: '16:9' },
    });
    expect(response.status).toBe(400);
    expect(called()).toEqual([]);
  });

  it('sends context editing to Claude and to nobody else (CE-01)', async () => {
    await chat('claude-sonnet-4/anthropic', { context_editing: { enabled: true } });
    expect(providers.anthropic.calls[0]!.body).toHaveProperty('context_management.edits');
    expect(providers.anthropic.calls[0]!.headers['anthropic-beta']).toContain('context-management');
    expect((await chat('gpt-4o-mini/openai', { context_editing: { enabled: true } })).status).toBe(200);
    expect(providers.openai.calls[0]!.body).not.toHaveProperty('context_editing');
  });

  it('answers embeddings (GW-01)', async () => {
    providers.openai.answer = () => ({
      body: {
        object: 'list',
        data: [{ embedding: [0.1] }],
        model: 'x',
        usage: { prompt_tokens: 3, total_tokens: 3 },
      },
    });
    const response = await ask({ model: 'text-embedding-3-small', input: 'x' }, { path: '/v1/embeddings' });
    expect(await response.json()).toMatchObject({ object: 'list' });
    expect(providers.openai.calls[0]!.path).toBe('/v1/embeddings');
  });

  it('embeds with Titan in its own words, and says that it takes one text at a time (GW-01)', async () => {
    ownKeys.add('bedrock', { baseUri: providers.azure.url });
    providers.azure.answer = () => ({ body: { embedding: [0.5, 0.25], inputTextTokenCount: 3 } });
    const embed = (input: unknown) =>
      ask({ model: 'amazon.titan-embed-text-v2:0/bedrock', input }, { path: '/v1/embeddings' });
    expect(await (await embed('x')).json()).toMatchObject({
      object: 'list',
      data: [{ embedding: [0.5, 0.25], index: 0 }],
      usage: { prompt_tokens: 3 },
    });
    expect(providers.azure.calls[0]).toMatchObject({
      path: '/model/amazon.titan-embed-text-v2%3A0/invoke',
      body: { inputText: 'x' },
    });
    expect((await embed(['x', 'y'])).status).toBe(400);
  });

  it('names only who answered where a reply before it was none of its format (GW-10)', async () => {
    providers.anthropic.answer = () => ({
      headers: { 'content-type': 'application/json' },
      body: ['<html>'],
    });
    const response = await chat('claude-3.5-haiku/anthropic,gpt-4o-mini/openai');
    expect(response.status).toBe(200);
    expect(response.headers.get('helicone-provider')).toBe('openai');
    expect(response.headers.get('helicone-fallback-index')).toBe('1');
    await response.text();
    expect(record().meta.attempts).toMatchObject([
      { provider: 'anthropic', status: 200 },
      { provider: 'openai', status: 200 },
    ]);
  });
});
