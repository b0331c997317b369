import fc from 'fast-check';
import type { Json } from '@heliostat/llm';
import { commonLength, cut, fitTexts, normaliseSpace, type CutWay } from './fit-texts.js';
import { slotText, textSlots } from './text-slots.js';

/** One token a character, so that numbers can be told in advance. */
const count = (body: Json) =>
  textSlots(body)
    .map(slotText)
    .reduce((sum, text) => sum + text.length, 0);

const user = (content: unknown) => ({ role: 'user', content });
const texts = (body: Json) => textSlots(body).map(slotText);

describe(fitTexts.name, () => {
  it('keeps begin and end and drops the middle (GW-19)', () => {
    const body = { messages: [user(`${'a'.repeat(50)}${'b'.repeat(50)}`)] };
    fitTexts(body, { way: 'middle-out', budget: 43, count });
    expect(texts(body)[0]).toMatch(/^a{15,20}\n…\nb{15,20}$/);
  });

  it('keeps the beginning (GW-19)', () => {
    const body = { messages: [user(`${'a'.repeat(50)}${'b'.repeat(50)}`)] };
    fitTexts(body, { way: 'truncate', budget: 40, count });
    expect(texts(body)[0]).toMatch(/^a{36,40}$/);
  });

  it('is content with normalised white space where that suffices', () => {
    const body = { messages: [user('a   b\t c \n\n\n\n d ')] };
    fitTexts(body, { way: 'truncate', budget: 10, count });
    expect(texts(body)).toEqual(['a b c\n\nd']);
  });

  it('cuts the longest messages and leaves short ones and the system message whole', () => {
    const body = {
      messages: [{ role: 'system', content: 's'.repeat(30) }, user('short'), user('x'.repeat(100))],
    };
    fitTexts(body, { way: 'middle-out', budget: 80, count });
    expect(texts(body).slice(0, 2)).toEqual(['s'.repeat(30), 'short']);
  });

  it('cuts the system message where the conversation alone does not suffice', () => {
    const body = { instructions: 's'.repeat(100), input: 'question' };
    expect(fitTexts(body, { way: 'truncate', budget: 20, count })).toBeLessThanOrEqual(20);
  });

  it.each<[string, Json]>([
    ['parts', { messages: [user([{ type: 'text', text: 'x'.repeat(90) }])] }],
    ['responses', { input: [user([{ type: 'input_text', text: 'x'.repeat(90) }])] }],
    ['a tool result', { input: [{ type: 'function_call_output', call_id: 'c', output: 'x'.repeat(90) }] }],
    [
      "a tool result of Anthropic's",
      { messages: [user([{ type: 'tool_result', content: [{ type: 'text', text: 'x'.repeat(90) }] }])] },
    ],
    ['Gemini', { contents: [{ role: 'user', parts: [{ text: 'x'.repeat(90) }] }] }],
    ['completions', { prompt: ['x'.repeat(90)] }],
  ])('shortens %s', (_what, body) => {
    expect(fitTexts(body, { way: 'middle-out', budget: 40, count })).toBeLessThanOrEqual(40);
  });

  it('fits every conversation into every budget, and never breaks a character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 8 }),
        fc.integer({ min: 20, max: 200 }),
        fc.constantFrom<CutWay>('truncate', 'middle-out'),
        (contents, budget, way) => {
          const body = { messages: contents.map(user) };
          expect(fitTexts(body, { way, budget, count })).toBeLessThanOrEqual(budget);
          expect(texts(body).filter((text) => /\p{Surrogate}/u.test(text))).toEqual([]);
          expect(body.messages).toHaveLength(contents.length);
        },
      ),
    );
  });
});

describe(cut.name, () => {
  it('never makes a text longer than asked', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.nat(60),
        fc.constantFrom<CutWay>('truncate', 'middle-out'),
        (text, length, way) => {
          expect(cut(text, length, way).length).toBeLessThanOrEqual(Math.max(length, 0));
        },
      ),
    );
  });
});

describe(commonLength.name, () => {
  it.each([
    [[10, 2, 3], 9, 4],
    [[10, 10], 10, 5],
    [[1, 2], 50, 2],
    [[], 5, 0],
  ])('cuts %j to %i characters at %i', (lengths, allowed, level) => {
    expect(commonLength(lengths, allowed)).toBe(level);
  });
});

describe(normaliseSpace.name, () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab \t\n\r]*$/), (text) => {
        const once = normaliseSpace(text);
        expect(normaliseSpace(once)).toBe(once);
      }),
    );
  });
});
