import { prefixOf } from './warm-prefixes.js';

const long = 'You know everything. '.repeat(300);
const body = (over: object = {}) => ({
  model: 'gpt-4o',
  messages: [
    { role: 'system', content: long },
    { role: 'user', content: 'Hello' },
  ],
  ...over,
});

describe(prefixOf.name, () => {
  it('is the same for the next turn of a conversation (PC-01)', () => {
    const next = body({
      messages: [
        { role: 'system', content: long },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hi' },
        { role: 'user', content: 'And now?' },
      ],
    });
    expect(prefixOf('org', next)).toBe(
      prefixOf('org', { ...next, messages: [...next.messages, next.messages[1]!] }),
    );
  });

  it.each([
    ['organisation', () => prefixOf('other', body())],
    ['model', () => prefixOf('org', body({ model: 'gpt-4.1' }))],
    [
      'system prompt',
      () => prefixOf('org', body({ messages: [{ role: 'system', content: `${long}!` }, { role: 'user' }] })),
    ],
    ['tools', () => prefixOf('org', body({ tools: [{ type: 'function' }] }))],
  ])('is another for another %s', (_what, other) => {
    expect(other()).not.toBe(prefixOf('org', body()));
  });

  it('follows prompt_cache_key where the client gives one (PC-01)', () => {
    const first = prefixOf('org', { model: 'm', prompt_cache_key: 'doc-1', messages: [] });
    expect(first).toBe(
      prefixOf('org', { model: 'm', prompt_cache_key: 'doc-1', messages: [{ role: 'user' }] }),
    );
    expect(first).not.toBe(prefixOf('org', { model: 'm', prompt_cache_key: 'doc-2', messages: [] }));
  });

  it('is none for prompts that no provider keeps', () => {
    expect(prefixOf('org', { model: 'm', messages: [{ role: 'user', content: 'Hi' }] })).toBeUndefined();
  });
});
