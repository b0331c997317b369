import fc from 'fast-check';
import { estimatePromptTokens, type Json } from '@heliostat/llm';
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

describe('the counts that fitTexts takes', () => {
  const prose = 'Why do mirrors follow the sun in a tower plant? ';
  const code = 'for (let i = 0; i < n; i++) { sum += values[i] ?? 0; }\n';
  it.each<[string, Json, number]>([
    ['prose', { messages: [user(prose.repeat(870))] }, 5_500],
    [
      'code between prose',
      { messages: [user(prose.repeat(300) + code.repeat(400) + prose.repeat(300))] },
      4_000,
    ],
    [
      'many messages',
      { messages: Array.from({ length: 60 }, (_, index) => user(prose.repeat(index))) },
      5_500,
    ],
    [
      'tools that stay',
      { tools: [{ name: 'tool', description: code.repeat(100) }], messages: [user(prose.repeat(700))] },
      5_000,
    ],
  ])('are at most two for %s, and little more is cut than must be (GW-19)', (_kind, body, least) => {
    let counts = 0;
    const exact = (value: Json) => {
      counts++;
      return estimatePromptTokens(value, 'gpt-4');
    };
    const total = estimatePromptTokens(body, 'gpt-4');
    const left = fitTexts(body, { way: 'middle-out', budget: 6_000, total, count: exact });
    expect(counts).toBeLessThanOrEqual(2);
    expect(left).toBeLessThanOrEqual(6_000);
    expect(left).toBeGreaterThan(least);
  });

  it('suffice for texts of uneven density', () => {
    const density: Record<string, number> = { a: 0.05, b: 0.3, c: 3 };
    const uneven = (body: Json) =>
      Math.ceil(
        texts(body).reduce(
          (sum, text) => sum + [...text].reduce((all, char) => all + (density[char] ?? 0.3), 0),
          0,
        ),
      );
    const run = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 400 }));
    const text = fc.array(run, { maxLength: 8 }).map((runs) => runs.map(([c, n]) => c.repeat(n)).join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), fc.integer({ min: 20, max: 300 }), (contents, budget) => {
        const body = { messages: contents.map(user) };
        expect(fitTexts(body, { way: 'middle-out', budget, count: uneven })).toBeLessThanOrEqual(budget);
      }),
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
