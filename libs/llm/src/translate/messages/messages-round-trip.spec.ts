import fc from 'fast-check';
import { chatCodec } from '../chat/chat.codec.js';
import { conversation, nearRequest } from '../testing/conversation-arbitrary.js';
import { claudeTarget as target } from '../testing/messages-request-factory.js';
import { messagesCodec as sut } from './messages.codec.js';

describe('a Messages request', () => {
  const request = {
    model: 'claude-sonnet-4-5',
    max_tokens: 3000,
    system: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral' } }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 'sig' },
          { type: 'redacted_thinking', data: 'xyz' },
          { type: 'server_tool_use', id: 'srv', name: 'web_search', input: { query: 'q' } },
          { type: 'tool_use', id: 't1', name: 'f', input: { a: 1 } },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't1',
            content: [
              { type: 'text', text: 'no' },
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } },
            ],
            is_error: true,
          },
          { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' }, context: 'C' },
          { type: 'text', text: 'Go on' },
        ],
      },
    ],
    tools: [
      { name: 'f', description: 'd', input_schema: { type: 'object', properties: {} } },
      { type: 'bash_20250124', name: 'bash' },
    ],
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 2000 },
    stop_sequences: ['END'],
    metadata: { user_id: 'u' },
    service_tier: 'standard_only',
    context_management: {
      edits: [{ type: 'clear_tool_uses_20250919', keep: { type: 'tool_uses', value: 3 } }],
    },
    mcp_servers: [{ type: 'url', url: 'https://example.com/mcp', name: 'm' }],
    stream: true,
  };

  it('comes through the neutral form unchanged', () => {
    const written = sut.writeRequest(sut.readRequest(request), target('claude-sonnet-4-5'));

    expect(written.body).toEqual(request);
    expect(written.dropped).toEqual([]);
  });

  it('gives results of tools a message of their own, with the name of what was called', () => {
    const { messages } = sut.readRequest(request);

    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'user']);
    expect(messages[3]!.parts).toMatchObject([{ callId: 't1', name: 'f', isError: true }]);
  });

  it('keeps its fields when it goes to Anthropic, and changes its form for Bedrock', () => {
    const sent = { ...request, prompt_id: 'p', cache_control: { type: 'ephemeral' } };
    const before = structuredClone(sent);
    const same = sut.adaptRequest!(sent, target('claude-opus-4-5'));
    const bedrock = sut.adaptRequest!(sent, target('m', 'bedrock'));

    expect(same.body).toEqual({ ...request, model: 'claude-opus-4-5', cache_control: { type: 'ephemeral' } });
    const { model: _, stream: __, service_tier: ___, ...kept } = request;
    expect(bedrock.body).toEqual({
      ...kept,
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['context-management-2025-06-27'],
    });
    expect(bedrock.dropped).toEqual(['cache_control', 'service_tier']);
    expect(sent).toEqual(before);
  });

  it('has the same messages after a way through it (property)', () => {
    fc.assert(
      fc.property(conversation, (messages) => {
        fc.pre(messages.every(({ parts }) => parts.every((p) => p.type !== 'text' || p.text.trim() !== '')));
        fc.pre(isInput(messages));
        const { body } = sut.writeRequest(
          { model: 'm', messages, stream: false, rest: { source: 'chat', fields: {} } },
          target('claude-3-opus-20240229'),
        );
        const again = sut.writeRequest(sut.readRequest(body), target('claude-3-opus-20240229'));

        expect(again.body).toEqual(body);
        expect(texts(sut.readRequest(body).messages)).toEqual(texts(messages));
      }),
    );
  });

  it.each([
    [{ type: 'web_search_20250305', name: 'web_search', cache_control: null }],
    [{ type: 'bash_20250124', name: 'bash', cache_control: null }],
    [{ type: 'bash_20250124', name: 'bash', cache_control: { type: 'ephemeral', ttl: '1h' } }],
  ])('leaves the tool of the caller as it was, also where marks move: %j', (tool) => {
    const body = {
      max_tokens: 1,
      messages: [{ role: 'user', content: 'hi' }],
      tools: [tool],
      cache_control: { type: 'ephemeral' },
    };
    const before = structuredClone(body);
    for (const provider of ['anthropic', 'vertex'])
      for (const codec of [sut, chatCodec])
        sut.writeRequest(codec.readRequest(body), target('claude-opus-4-6', provider));

    expect(body).toEqual(before);
  });

  it('is read and written whatever it holds (property)', () => {
    fc.assert(
      fc.property(nearRequest, fc.constantFrom('anthropic', 'bedrock', 'vertex'), (body, provider) => {
        const before = structuredClone(body);
        const written = sut.writeRequest(sut.readRequest(body), target('claude-sonnet-4-5', provider));
        sut.adaptRequest!(body, target('m', provider));
        JSON.stringify(written.body);
        sut.writeRequest(chatCodec.readRequest(body), target('claude-opus-4-6', provider));
        expect(body).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });
});

type Messages = ReturnType<typeof sut.readRequest>['messages'];
const texts = (messages: Messages) =>
  JSON.stringify(
    messages.flatMap(({ parts }) =>
      parts.map((part) => {
        if (part.type === 'text') return part.text;
        if (part.type === 'tool_result') return [part.callId, part.name, part.content];
        return part.type === 'tool_call' ? [part.id, part.name, JSON.parse(part.arguments)] : part;
      }),
    ),
  );
/** Arguments of calls that are objects, which is all that this format can carry. */
const isInput = (messages: Messages) =>
  messages.every(({ parts }) =>
    parts.every((part) => {
      if (part.type !== 'tool_call') return true;
      const value: unknown = JSON.parse(part.arguments);
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    }),
  );
