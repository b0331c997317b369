import fc from 'fast-check';
import { chatCodec } from '../chat/chat.codec.js';
import type { Json } from '../../json/json-value.js';
import { conversation, nearRequest } from '../testing/conversation-arbitrary.js';
import { makeTarget } from '../testing/translate-factory.js';
import { responsesCodec as sut } from './responses.codec.js';

const write = (body: Json, provider = 'openai') =>
  sut.writeRequest(sut.readRequest(body), makeTarget({ provider }));

describe('a Responses request', () => {
  it('is read with all its items as turns (GW-03)', () => {
    const { messages } = sut.readRequest({
      model: 'm',
      instructions: 'Be brief.',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Look' },
            { type: 'input_image', image_url: 'https://x.test/i.png', detail: 'auto' },
          ],
        },
        {
          type: 'reasoning',
          id: 'rs_1',
          summary: [{ type: 'summary_text', text: 'Hm' }],
          encrypted_content: 'gAAA',
        },
        {
          type: 'message',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'Calling', annotations: [] }],
        },
        { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
        { type: 'custom_tool_call', call_id: 'c2', name: 'g', input: 'ls' },
        { type: 'function_call_output', call_id: 'c1', output: 'one' },
        { type: 'custom_tool_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'two' }] },
        { type: 'item_reference', id: 'msg_9' },
      ],
    });

    expect(messages).toEqual([
      { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
      {
        role: 'user',
        parts: [
          { type: 'text', text: 'Look' },
          { type: 'image', media: { url: 'https://x.test/i.png' }, detail: 'auto' },
        ],
      },
      {
        role: 'assistant',
        parts: [
          { type: 'thinking', text: 'Hm', signature: 'gAAA', signer: 'openai', id: 'rs_1' },
          { type: 'text', text: 'Calling' },
          { type: 'tool_call', id: 'c1', name: 'f', arguments: '{}' },
          { type: 'tool_call', id: 'c2', name: 'g', arguments: 'ls', custom: true },
        ],
      },
      {
        role: 'tool',
        parts: [{ type: 'tool_result', callId: 'c1', name: 'f', content: [{ type: 'text', text: 'one' }] }],
      },
      {
        role: 'tool',
        parts: [{ type: 'tool_result', callId: 'c2', name: 'g', content: [{ type: 'text', text: 'two' }] }],
      },
      {
        role: 'assistant',
        parts: [{ type: 'other', source: 'responses', value: { type: 'item_reference', id: 'msg_9' } }],
      },
    ]);
  });

  it('comes back as it was when read and written (GW-03)', () => {
    const body = {
      model: 'model-1',
      input: [
        { type: 'message', role: 'system', content: 'Be brief.' },
        {
          type: 'message',
          role: 'user',
          content: [
            { type: 'input_text', text: 'Look' },
            { type: 'input_image', image_url: 'data:image/png;base64,AA==', detail: 'low' },
            { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' },
            { type: 'input_file', file_id: 'file_1' },
          ],
        },
        { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Calling' }] },
        { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'one' },
      ],
      tools: [
        { type: 'function', name: 'f', description: 'd', parameters: { type: 'object' }, strict: true },
        {
          type: 'web_search',
          search_context_size: 'low',
          user_location: { type: 'approximate', city: 'Oslo' },
        },
        { type: 'mcp', server_label: 's', server_url: 'https://x.test' },
      ],
      tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'f' }] },
      parallel_tool_calls: false,
      max_output_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      top_logprobs: 3,
      include: ['message.output_text.logprobs', 'reasoning.encrypted_content'],
      text: {
        format: { type: 'json_schema', name: 'r', schema: { type: 'object' }, strict: true },
        verbosity: 'low',
      },
      reasoning: { effort: 'low', summary: 'auto' },
      prompt_cache_key: 'k',
      prompt_cache_retention: '24h',
      safety_identifier: 's',
      user: 'u',
      metadata: { a: 'b' },
      service_tier: 'flex',
      store: true,
      stream: true,
      previous_response_id: 'resp_1',
      max_tool_calls: 3,
      truncation: 'auto',
    };

    expect(write(body)).toEqual({ body, dropped: [], headers: {} });
  });

  it('carries a conversation of chat there and back', () => {
    fc.assert(
      fc.property(conversation, (messages) => {
        const request = { ...chatCodec.readRequest({ messages: [] }), messages };
        const responses = sut.writeRequest(request, makeTarget());
        const back = chatCodec.writeRequest(sut.readRequest(responses.body), makeTarget());

        // An image's detail is required here, and optional there.
        const returned = JSON.stringify(back.body['messages']).replaceAll(',"detail":"auto"', '');
        expect(JSON.parse(returned)).toEqual(chatCodec.writeRequest(request, makeTarget()).body['messages']);
      }),
    );
  });

  it('is read from any JSON, and written, without an exception', () => {
    fc.assert(
      fc.property(nearRequest, (body) => {
        expect(write(body).body['model']).toBe('model-1');
        expect(sut.adaptRequest!(body, makeTarget()).body['model']).toBe('model-1');
      }),
    );
  });

  it('names what chat knows and this format does not', () => {
    const request = chatCodec.readRequest({
      model: 'm',
      messages: [
        {
          role: 'user',
          name: 'n',
          content: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }],
        },
      ],
      n: 2,
      stop: 'x',
      seed: 1,
      presence_penalty: 1,
      logit_bias: { 1: 1 },
      prediction: { type: 'content', content: '' },
      context_editing: { enabled: true },
      some_extra: 1,
    });

    expect(sut.writeRequest(request, makeTarget()).dropped.sort()).toEqual(
      [
        'n',
        'stop',
        'seed',
        'presence_penalty',
        'logit_bias',
        'prediction',
        'context_editing',
        'some_extra',
        'cache_control',
        'messages.name',
      ].sort(),
    );
  });

  it('does not keep a reply that a client of another format did not ask to keep', () => {
    const request = chatCodec.readRequest({ model: 'm', messages: [] });

    expect(sut.writeRequest(request, makeTarget()).body['store']).toBe(false);
  });

  it('asks for at least the fewest tokens that the format takes', () => {
    expect(write({ model: 'm', input: 'a', max_output_tokens: 3 }).body['max_output_tokens']).toBe(16);
  });

  it('turns custom tools of chat into its own', () => {
    const grammar = { definition: 'd', syntax: 'lark' };
    const request = chatCodec.readRequest({
      model: 'm',
      messages: [],
      tools: [{ type: 'custom', custom: { name: 'c', format: { type: 'grammar', grammar } } }],
      tool_choice: { type: 'custom', custom: { name: 'c' } },
    });

    expect(sut.writeRequest(request, makeTarget()).body).toMatchObject({
      tools: [{ type: 'custom', name: 'c', format: { type: 'grammar', ...grammar } }],
      tool_choice: { type: 'custom', name: 'c' },
    });
  });
});

describe('a Responses request for a provider of Responses', () => {
  const adapt = (body: Json) => sut.adaptRequest!(body, makeTarget());

  it('keeps all that is not the gateway’s', () => {
    const body = {
      model: 'm',
      input: [{ role: 'user', content: 'a' }],
      background: true,
      previous_response_id: 'r',
    };

    const written = adapt({ ...body, prompt_id: 'p', inputs: {}, context_editing: { enabled: false } });

    expect(written).toEqual({ body: { ...body, model: 'model-1' }, dropped: [], headers: {} });
  });

  it('takes out the thoughts and images of other providers’ models', () => {
    const input = [
      { type: 'reasoning', id: 'rs_hs_r1_0', summary: [{ type: 'summary_text', text: 'Hm' }] },
      { type: 'reasoning', summary: [], encrypted_content: 'hs.anthropic.c2ln' },
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' },
      {
        type: 'message',
        role: 'assistant',
        content: [
          { type: 'output_text', text: 'a' },
          { type: 'output_image', image_url: 'u' },
        ],
      },
    ];

    const { body, dropped } = adapt({ model: 'm', input });

    expect(body['input']).toEqual([
      input[2],
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'a' }] },
    ]);
    expect(dropped).toEqual(['input.output_image']);
  });

  it('names the extensions that it cannot express (CE-01)', () => {
    const { dropped, body } = adapt({
      model: 'm',
      input: 'a',
      context_editing: { enabled: true },
      image_generation: { aspect_ratio: '1:1', image_size: '1K' },
      reasoning_options: { budget_tokens: 5000 },
    });

    expect(dropped).toEqual(['context_editing', 'image_generation']);
    expect(body).toEqual({ model: 'model-1', input: 'a', reasoning: { effort: 'medium' } });
  });

  it.each(['constructor', '__proto__', 'robot'])('takes a message of the role %s for the user’s', (role) => {
    const { messages } = sut.readRequest({ model: 'm', input: [{ role, content: 'a' }] });

    expect(messages).toEqual([{ role: 'user', parts: [{ type: 'text', text: 'a' }] }]);
  });
});
