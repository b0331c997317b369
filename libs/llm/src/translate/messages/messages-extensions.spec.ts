import type { Json } from '../../json/json-value.js';
import {
  claudeTarget as target,
  hi,
  weather,
  writeForClaude as write,
} from '../testing/messages-request-factory.js';

describe('what only Anthropic has, asked for in a chat request', () => {
  it('marks the call of a tool where a marked message ends with it (PC-02)', () => {
    const call = { id: 'c', type: 'function', function: { name: 'weather', arguments: '{}' } };
    const cache_control = { type: 'ephemeral' };
    const { body } = write({
      messages: [
        hi,
        { role: 'assistant', content: null, tool_calls: [call], cache_control },
        { role: 'tool', tool_call_id: 'c', content: '7' },
      ],
      tools: [weather],
    });

    expect(body['messages']).toMatchObject([
      {},
      { role: 'assistant', content: [{ type: 'tool_use', id: 'c', cache_control }] },
      {},
    ]);
  });

  it('marks what is to be cached, on messages, parts and the whole (PC-02)', () => {
    const mark = (ttl?: string) => ({ type: 'ephemeral', ...(ttl && { ttl }) });
    const { body, dropped } = write({
      cache_control: mark('5m'),
      messages: [
        { role: 'system', content: 'Long.', cache_control: mark('1h') },
        { role: 'user', content: [{ type: 'text', text: 'a', cache_control: mark('5m') }] },
        { role: 'assistant', content: 'b' },
        { role: 'user', content: 'c' },
      ],
    });

    expect(body['system']).toEqual([{ type: 'text', text: 'Long.', cache_control: mark('1h') }]);
    expect(body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'a', cache_control: mark('5m') }] },
      { role: 'assistant', content: [{ type: 'text', text: 'b' }] },
      { role: 'user', content: [{ type: 'text', text: 'c', cache_control: mark('5m') }] },
    ]);
    expect(dropped).toEqual([]);
  });

  it('keeps four marks, with lifetimes that do not rise, and names what it took (PC-02)', () => {
    const part = (text: string, ttl?: string) => ({
      type: 'text',
      text,
      cache_control: { type: 'ephemeral', ...(ttl && { ttl }) },
    });
    const content = [part('a'), part('b'), part('c'), part('d'), part('e', '1h'), part('f')];
    const { body, dropped } = write({ messages: [{ role: 'user', content }] });

    const blocks = (body['messages'] as { content: Json[] }[])[0]!.content;
    expect(blocks.map((block) => block['cache_control'])).toEqual([
      { type: 'ephemeral' },
      undefined,
      undefined,
      { type: 'ephemeral' },
      { type: 'ephemeral', ttl: '5m' },
      { type: 'ephemeral' },
    ]);
    expect(dropped).toEqual(['cache_control', 'cache_control.ttl']);
  });

  it.each([
    [{ prompt_cache_key: 'k', safety_identifier: 's', user: 'u' }, 'k'],
    [{ safety_identifier: 's', user: 'u' }, 's'],
    [{ user: 'u' }, 'u'],
    [{ prompt_cache_key: '', user: 'u' }, 'u'],
  ])('names the user by %j (PC-03)', (fields, id) => {
    expect(write(fields).body['metadata']).toEqual({ user_id: id });
  });

  it('edits the context by the strategies that were asked for (CE-01)', () => {
    const { body, headers } = write({
      context_editing: {
        enabled: true,
        clear_tool_uses: {
          trigger: 100_000,
          keep: 5,
          clear_at_least: 20_000,
          exclude_tools: ['read'],
          clear_tool_inputs: true,
        },
        clear_thinking: { keep: 3 },
      },
    });

    expect(body['context_management']).toEqual({
      edits: [
        { type: 'clear_thinking_20251015', keep: { type: 'thinking_turns', value: 3 } },
        {
          type: 'clear_tool_uses_20250919',
          trigger: { type: 'input_tokens', value: 100_000 },
          keep: { type: 'tool_uses', value: 5 },
          clear_at_least: { type: 'input_tokens', value: 20_000 },
          exclude_tools: ['read'],
          clear_tool_inputs: true,
        },
      ],
    });
    expect(headers).toEqual({ 'anthropic-beta': 'context-management-2025-06-27' });
  });

  it('edits by the defaults where only `enabled` is said, and not at all where it is false (CE-02, CE-04)', () => {
    const bare = write({ context_editing: { enabled: true } });

    expect(bare).toEqual(write({ context_editing: { enabled: true, clear_tool_uses: {} } }));
    expect(bare.body['context_management']).toEqual({ edits: [{ type: 'clear_tool_uses_20250919' }] });
    expect(write({ context_editing: { enabled: false } })).toEqual(write({}));
    expect(write({ context_editing: { enabled: true, clear_thinking: { keep: 'all' } } }).body).toMatchObject(
      {
        context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
      },
    );
  });

  it.each([
    ['claude-3-5-haiku-20241022', { reasoning_effort: 'high' }, {}, ['reasoning_effort']],
    [
      'claude-sonnet-4-5',
      { reasoning_effort: 'low' },
      { thinking: { type: 'enabled', budget_tokens: 2048 }, max_tokens: 6144 },
      [],
    ],
    [
      'claude-sonnet-4-5',
      { reasoning_options: { budget_tokens: 5000 }, max_tokens: 5000 },
      { thinking: { type: 'enabled', budget_tokens: 4000 }, max_tokens: 5000 },
      [],
    ],
    [
      'claude-sonnet-4-5',
      { reasoning_effort: 'high', max_tokens: 500 },
      { max_tokens: 500 },
      ['reasoning_effort'],
    ],
    ['claude-sonnet-4-5', { reasoning_effort: 'none' }, {}, []],
    [
      'claude-opus-4-6',
      { reasoning_effort: 'minimal' },
      { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } },
      [],
    ],
    [
      'claude-opus-4-7',
      { reasoning_options: { budget_tokens: 10_000 }, temperature: 0.5 },
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } },
      ['temperature'],
    ],
    [
      'claude-sonnet-4-5',
      { reasoning_effort: 'low', temperature: 0.2, top_p: 0.5 },
      { thinking: { type: 'enabled' } },
      ['temperature', 'top_p'],
    ],
    [
      'claude-sonnet-4-5',
      { reasoning_effort: 'low', tools: [weather], tool_choice: 'required' },
      { tool_choice: { type: 'any' } },
      ['reasoning_effort'],
    ],
  ])('%s thinks as far as it can: %j', (model, fields, expected, dropped) => {
    const written = write(fields, target(model));

    expect(written.body).toMatchObject(expected);
    expect(written.dropped).toEqual(dropped);
    expect('thinking' in written.body).toBe('thinking' in expected);
  });

  it('does not think on where the thoughts before a tool call are missing', () => {
    const call = { id: 'c', type: 'function', function: { name: 'weather', arguments: '{}' } };
    const turn = (assistant: Json) => ({
      reasoning_effort: 'low',
      tools: [weather],
      messages: [
        hi,
        { role: 'assistant', tool_calls: [call], ...assistant },
        { role: 'tool', tool_call_id: 'c' },
      ],
    });
    const signed = {
      reasoning_details: [
        { type: 'reasoning.text', text: 't', signature: 's', format: 'anthropic-claude-v1' },
      ],
    };

    expect(write(turn({})).dropped).toEqual(['reasoning_effort']);
    const { body, dropped } = write(turn(signed));
    expect(dropped).toEqual([]);
    expect(body).toMatchObject({
      thinking: { type: 'enabled' },
      messages: [
        {},
        {
          content: [
            { type: 'thinking', thinking: 't', signature: 's' },
            { type: 'tool_use', id: 'c' },
          ],
        },
        {},
      ],
    });
  });
});
