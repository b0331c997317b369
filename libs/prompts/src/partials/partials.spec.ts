import fc from 'fast-check';
import { findPartials, messageText, putPartials } from './partials.js';

const body = (...contents: unknown[]) => ({
  model: 'm',
  messages: contents.map((content) => ({ role: 'user', content })),
});

describe(findPartials.name, () => {
  it('finds each partial of the messages once, with its index and environment (PR-07)', () => {
    const parts = [{ type: 'text', text: '{{hcp:xyz789:12:staging}}' }, { type: 'image_url' }];
    expect(findPartials(body('{{hcp:abc123:0}} and {{hcp:abc123:0}}', parts))).toEqual([
      { tag: '{{hcp:abc123:0}}', promptId: 'abc123', index: 0, environment: undefined },
      { tag: '{{hcp:xyz789:12:staging}}', promptId: 'xyz789', index: 12, environment: 'staging' },
    ]);
  });

  it.each(['{{hcp:abc123}}', '{{hcp:abc123:x}}', '{{hcp::0}}', '{{hc:abc123:0}}', '{hcp:abc123:0}'])(
    'finds none in %s',
    (text) => {
      expect(findPartials(body(text))).toEqual([]);
    },
  );

  it("allows spaces around a tag's words, as the SDK does (PR-07)", () => {
    const tag = '{{ hcp : abc123 : 1 : staging }}';
    expect(findPartials(body(tag))).toEqual([{ tag, promptId: 'abc123', index: 1, environment: 'staging' }]);
  });

  it('takes the longer ids of the examples', () => {
    expect(findPartials(body('{{hcp:sysPrompt:0}}'))).toMatchObject([{ promptId: 'sysPrompt' }]);
  });
});

describe(putPartials.name, () => {
  it('puts texts into the place of their tags and leaves unknown ones (PR-07)', () => {
    const texts = new Map([['{{hcp:sysPrompt:0}}', 'You help {{hc:company:string}}.']]);
    const result = putPartials(body('{{hcp:sysPrompt:0}} Be {{hc:tone:string}}. {{hcp:other1:0}}'), texts);
    expect(result).toEqual(body('You help {{hc:company:string}}. Be {{hc:tone:string}}. {{hcp:other1:0}}'));
  });

  it('puts any text in as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = putPartials(body('<{{hcp:abc123:0}}>'), new Map([['{{hcp:abc123:0}}', text]]));
        expect(result).toEqual(body(`<${text}>`));
      }),
    );
  });

  it('stops before partials fill the memory', () => {
    const text = '{{hcp:abc123:0}}';
    expect(putPartials(body(text.repeat(5)), new Map([[text, 'x'.repeat(1024 * 1024)]]))).toBeUndefined();
  });
});

describe(messageText.name, () => {
  it('gives the text of a message, parts joined by a space as the SDK does, and nothing where there is none', () => {
    const parts = [{ type: 'text', text: 'a' }, { type: 'image_url' }, { type: 'text', text: 'b' }];
    const saved = body('first', parts, null);
    expect([0, 1, 2, 3].map((index) => messageText(saved, index))).toEqual([
      'first',
      'a b',
      undefined,
      undefined,
    ]);
    expect(messageText({}, 0)).toBeUndefined();
  });
});
