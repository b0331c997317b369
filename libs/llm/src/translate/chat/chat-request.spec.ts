import fc from 'fast-check';
import { conversation, nearRequest } from '../testing/conversation-arbitrary.js';
import { makeTarget } from '../testing/translate-factory.js';
import type { Json } from '../../json/json-value.js';
import { chatCodec as sut } from './chat.codec.js';

const ask = (parts: Json = {}): Json => ({
  model: 'm',
  messages: [{ role: 'user', content: 'Hello' }],
  ...parts,
});
const write = (body: Json, provider = 'openai') =>
  sut.writeRequest(sut.readRequest(body), makeTarget({ provider }));
const through = (body: Json, provider = 'helicone') => write(body, provider).body;

describe('a chat request', () => {
  it('comes back as it was when read and written (GW-01)', () => {
    const body = {
      model: 'model-1',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'developer', content: 'Use tools.', name: 'dev' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?', cache_control: { type: 'ephemeral', ttl: '1h' } },
            { type: 'image_url', image_url: { url: 'https://x.test/i.png', detail: 'low' } },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } },
            { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } },
            { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
            {
              type: 'document',
              source: { type: 'text', media_type: 'text/plain', data: 'Facts' },
              title: 'T',
              citations: { enabled: true },
            },
            { type: 'video_url', video_url: { url: 'https://x.test/v.mp4' } },
          ],
        },
        {
          role: 'assistant',
          content: 'Looking.',
          reasoning: 'Let me see.',
          reasoning_details: [
            {
              type: 'reasoning.text',
              text: 'Let me see.',
              signature: 'c2ln',
              format: 'anthropic-claude-v1',
              index: 0,
            },
          ],
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'look', arguments: '{"a":1}' } },
            {
              id: 'c2',
              type: 'function',
              function: { name: 'look', arguments: '{}' },
              extra_content: { google: { thought_signature: 'Z3Rz' } },
            },
            { id: 'c3', type: 'custom', custom: { name: 'shell', input: 'ls' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'one' },
        {
          role: 'tool',
          tool_call_id: 'c2',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
        { role: 'tool', tool_call_id: 'c3', content: 'three' },
        { role: 'assistant', content: null, refusal: 'No.' },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'look', description: 'd', parameters: { type: 'object' }, strict: true },
        },
        { type: 'custom', custom: { name: 'shell' } },
      ],
      tool_choice: { type: 'function', function: { name: 'look' } },
      parallel_tool_calls: false,
      web_search_options: { search_context_size: 'low' },
      max_completion_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 5,
      n: 2,
      stop: ['a', 'b'],
      seed: 7,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      logit_bias: { '50256': -100 },
      logprobs: true,
      top_logprobs: 3,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'r', schema: { type: 'object' }, strict: true },
      },
      reasoning_effort: 'low',
      reasoning_options: { budget_tokens: 2048 },
      cache_control: { type: 'ephemeral' },
      prompt_cache_key: 'k',
      prompt_cache_retention: '24h',
      safety_identifier: 's',
      user: 'u',
      metadata: { a: 'b' },
      service_tier: 'flex',
      store: true,
      verbosity: 'low',
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'wav' },
      prediction: { type: 'content', content: 'x' },
      image_generation: { aspect_ratio: '1:1', image_size: '1K' },
      context_editing: {
        enabled: true,
        clear_tool_uses: { trigger: 5, exclude_tools: ['x'] },
        clear_thinking: { keep: 'all' },
      },
      unknown_field: { a: 1 },
      stream: true,
      stream_options: { include_usage: true },
    };

    expect(write(body, 'helicone')).toEqual({ body, dropped: [], headers: {} });
  });

  it('keeps its conversation, whatever that is', () => {
    fc.assert(
      fc.property(conversation, (messages) => {
        const request = { ...sut.readRequest(ask()), messages };
        const { body } = sut.writeRequest(request, makeTarget());

        expect(sut.readRequest(body).messages).toEqual(messages);
      }),
    );
  });

  it('is read from any JSON, and written for any provider, without an exception', () => {
    fc.assert(
      fc.property(
        nearRequest,
        fc.constantFrom('openai', 'deepseek', 'openrouter', 'mistral'),
        (body, provider) => {
          const target = makeTarget({ provider });
          const written = sut.writeRequest(sut.readRequest(body), target);
          const adapted = sut.adaptRequest!(body, target);

          expect(written.body['model']).toBe('model-1');
          expect(adapted.body['model']).toBe('model-1');
        },
      ),
    );
  });

  it('loses no field that has an unexpected type', () => {
    const request = sut.readRequest(ask({ temperature: 'hot', n: -1, stop: 3, top_k: null }));

    expect(request.rest.fields).toEqual({ temperature: 'hot', n: -1, stop: 3 });
  });

  it('reads the legacy functions as tools and their results as answers to the call', () => {
    const request = sut.readRequest({
      model: 'm',
      messages: [
        { role: 'user', content: 'Weather?' },
        { role: 'assistant', content: null, function_call: { name: 'weather', arguments: '{}' } },
        { role: 'function', name: 'weather', content: 'Sunny' },
      ],
      functions: [{ name: 'weather', parameters: { type: 'object' } }],
      function_call: { name: 'weather' },
    });

    expect(request.tools).toEqual([{ type: 'function', name: 'weather', parameters: { type: 'object' } }]);
    expect(request.toolChoice).toEqual({ name: 'weather' });
    const call = request.messages[1]!.parts[0]!;
    expect(call).toMatchObject({ type: 'tool_call', name: 'weather' });
    expect(request.messages[2]!.parts[0]).toMatchObject({
      type: 'tool_result',
      callId: call.type === 'tool_call' && call.id,
      content: [{ type: 'text', text: 'Sunny' }],
    });
  });

  it('puts a mark on a message onto its last part (PC-02)', () => {
    const request = sut.readRequest(
      ask({
        messages: [{ role: 'system', content: 'Long', cache_control: { type: 'ephemeral', ttl: '1h' } }],
      }),
    );

    expect(request.messages[0]!.parts).toEqual([{ type: 'text', text: 'Long', cache: { ttl: '1h' } }]);
  });

  it('names the allowed tools', () => {
    const allowed = {
      type: 'allowed_tools',
      allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'a' } }] },
    };
    const body = ask({ tools: [{ type: 'function', function: { name: 'a' } }], tool_choice: allowed });

    expect(sut.readRequest(body)).toMatchObject({ toolChoice: 'required', allowedTools: ['a'] });
    expect(through(body)['tool_choice']).toEqual(allowed);
  });

  it('moves images of a tool result into a message of the user behind all results', () => {
    const result = (callId: string, url: string) => ({
      type: 'tool_result' as const,
      callId,
      content: [
        { type: 'text' as const, text: callId },
        { type: 'image' as const, media: { url } },
      ],
    });
    const request = {
      ...sut.readRequest(ask()),
      messages: [
        {
          role: 'user' as const,
          parts: [result('a', 'u:1'), result('b', 'u:2'), { type: 'text' as const, text: 'Go on' }],
        },
      ],
    };

    expect(sut.writeRequest(request, makeTarget()).body['messages']).toEqual([
      { role: 'tool', tool_call_id: 'a', content: 'a' },
      { role: 'tool', tool_call_id: 'b', content: 'b' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'u:1' } },
          { type: 'image_url', image_url: { url: 'u:2' } },
          { type: 'text', text: 'Go on' },
        ],
      },
    ]);
  });

  it.each([
    ['openai', { reasoning_effort: 'medium' }],
    ['groq', { reasoning_effort: 'medium' }],
    ['openrouter', { reasoning: { max_tokens: 4096 } }],
    ['deepseek', { thinking: { type: 'enabled' } }],
    ['alibaba', { enable_thinking: true, thinking_budget: 4096 }],
    ['helicone', { reasoning_options: { budget_tokens: 4096 } }],
  ])('asks %s to think within a budget in its own words', (provider, expected) => {
    const {
      model: _,
      messages: __,
      ...fields
    } = through(ask({ reasoning_options: { budget_tokens: 4096 } }), provider);

    expect(fields).toEqual(expected);
  });

  it.each([
    ['openai', ['top_k']],
    ['groq', ['logprobs', 'top_logprobs', 'n', 'top_k', 'logit_bias']],
    ['mistral', ['logprobs', 'top_logprobs', 'logit_bias', 'top_k', 'user']],
    ['deepseek', ['n', 'logit_bias', 'top_k']],
  ])('names what %s refuses', (provider, expected) => {
    const body = ask({ top_k: 5, logit_bias: { 1: 2 }, logprobs: true, top_logprobs: 2, n: 2, user: 'u' });

    const written = write(body, provider);

    expect(written.dropped).toEqual(expect.arrayContaining(expected));
    for (const name of written.dropped) expect(written.body).not.toHaveProperty(name);
  });

  it('leaves out what the model does not support (OpenAI names)', () => {
    const request = sut.readRequest(ask({ temperature: 0.5, top_p: 0.5, max_tokens: 10 }));

    const written = sut.writeRequest(request, makeTarget({ supported: ['max_tokens', 'top_p'] }));

    expect(written.dropped).toEqual(['temperature']);
    expect(written.body).toMatchObject({ top_p: 0.5, max_completion_tokens: 10 });
    expect(written.body).not.toHaveProperty('temperature');
  });
});

describe('a chat request for a provider of chat', () => {
  const adapt = (body: Json, provider = 'openai', model = 'model-1') =>
    sut.adaptRequest!(body, makeTarget({ provider, model }));

  it('keeps all that is not the gateway’s, and the very messages', () => {
    const body = ask({ n: 1, unknown: { a: 1 }, metadata: { x: 1 }, stream: true });

    const written = adapt({ ...body, prompt_id: 'p', version_id: 'v', environment: 'e', inputs: {} });

    expect(written).toEqual({ body: { ...body, model: 'model-1' }, dropped: [], headers: {} });
    expect((written.body['messages'] as unknown[])[0]).toBe((body['messages'] as unknown[])[0]);
  });

  it('never changes what the client sent', () => {
    const body = ask({
      messages: [
        { role: 'developer', content: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }] },
        { role: 'assistant', content: 'b', reasoning: 'c' },
      ],
      max_completion_tokens: 5,
      seed: 1,
    });
    const before = structuredClone(body);

    for (const provider of ['openai', 'mistral', 'deepseek', 'openrouter']) adapt(body, provider);

    expect(body).toEqual(before);
  });

  it('takes marks, thoughts and documents out where they are refused (PC-02)', () => {
    const { body, dropped } = adapt(
      ask({
        messages: [
          { role: 'user', content: 'a', cache_control: { type: 'ephemeral' } },
          { role: 'assistant', content: 'b', reasoning: 'c', reasoning_details: [] },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'd', cache_control: { type: 'ephemeral' } },
              { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'e' }, title: 'T' },
            ],
          },
        ],
        cache_control: { type: 'ephemeral' },
      }),
    );

    expect(body['messages']).toEqual([
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'd' },
          { type: 'text', text: 'T\n\ne' },
        ],
      },
    ]);
    expect(body).not.toHaveProperty('cache_control');
    expect(dropped).toEqual(['cache_control']);
  });

  it.each([
    ['openai', 'gpt-5-mini', 'max_completion_tokens'],
    ['openai', 'gpt-4o', 'max_tokens'],
    ['mistral', 'm', 'max_tokens'],
    ['cerebras', 'm', 'max_tokens'],
  ])('calls the limit of %s for %s %s', (provider, model, name) => {
    expect(adapt(ask({ max_tokens: 9 }), provider, model).body[name]).toBe(9);
  });

  it('calls the limit by the older name where the newer is unknown', () => {
    expect(adapt(ask({ max_completion_tokens: 9 }), 'deepseek').body).toMatchObject({ max_tokens: 9 });
  });

  it('asks for a thought’s budget as an effort, unless the client names one', () => {
    expect(adapt(ask({ reasoning_options: { budget_tokens: 100 } })).body).toMatchObject({
      reasoning_effort: 'low',
    });
    const both = adapt(ask({ reasoning_options: { budget_tokens: 100 }, reasoning_effort: 'high' }));
    expect(both.body).toMatchObject({ reasoning_effort: 'high' });
    expect(both.dropped).toEqual(['reasoning_options']);
  });

  it('ignores context editing, and says so only where it was on (CE-01, CE-04)', () => {
    const on = adapt(ask({ context_editing: { enabled: true } }));
    const off = adapt(ask({ context_editing: { enabled: false } }));

    expect(on.dropped).toEqual(['context_editing']);
    expect(off.dropped).toEqual([]);
    expect(on.body).toEqual(off.body);
    expect(on.body).not.toHaveProperty('context_editing');
  });

  it.each(['constructor', '__proto__', 'robot'])('takes a message of the role %s for the user’s', (role) => {
    const { messages } = sut.readRequest(ask({ messages: [{ role, content: 'a' }] }));

    expect(messages).toEqual([{ role: 'user', parts: [{ type: 'text', text: 'a' }] }]);
  });
});
