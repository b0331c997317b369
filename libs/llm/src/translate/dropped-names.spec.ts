import fc from 'fast-check';
import { translateCall } from './translate.js';
import { droppedNames as sut } from './dropped-names.js';

describe(sut.name, () => {
  it('says what the client said', () => {
    expect(sut(['max_completion_tokens', 'messages.name', 'seed', 'seed', 'stream'], 'responses')).toEqual([
      'max_output_tokens',
      'input.name',
      'seed',
    ]);
  });

  it('fits into a header, whatever the client named its fields (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 })), (names) => {
        const body = {
          model: 'm',
          messages: [{ role: 'user', content: [{ type: names[0] ?? 'x' }, { type: { toString: 1 } }] }],
          tools: [{ type: { toString: null } }],
          ...Object.fromEntries(names.map((name) => [name, 1])),
        };
        const { dropped } = translateCall({
          body,
          from: 'chat',
          to: 'messages',
          target: { provider: 'anthropic', model: 'claude-sonnet-4-5' },
          context: { id: 'i', model: 'm', created: 1 },
        });
        expect(new Headers({ x: dropped.join(', ') }).get('x')).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
    expect(
      sut(
        Array.from({ length: 500 }, (_, at) => `field_${at}`),
        'chat',
      ),
    ).toHaveLength(100);
  });
});
