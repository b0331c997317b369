import { estimatePromptTokens } from '@heliostat/llm';
import { callHead, testCall, type CallParts } from '../testing/call.fixture.js';
import { createTokenLimitStage } from './token-limit.stage.js';

const windows: Record<string, { context: number; maxOutput?: number }> = {
  small: { context: 400 },
  'gpt-4o': { context: 128_000, maxOutput: 16_384 },
};

function run(tokenLimitHandler: string, parts: CallParts) {
  const asked: (string | undefined)[][] = [];
  const counted: unknown[] = [];
  const sut = createTokenLimitStage({
    contextOf(provider, model) {
      asked.push([provider, model]);
      return windows[model];
    },
    count(body, model) {
      counted.push(body);
      return estimatePromptTokens(body, model);
    },
  });
  const call = testCall({ ...parts, features: { tokenLimitHandler } });
  void sut.run(call);
  return { call, json: call.json!, asked, counted };
}

const long = 'The quick brown fox jumps over the lazy dog. '.repeat(100);
const ask = (content: string, model?: string) => ({ model, messages: [{ role: 'user', content }] });

describe(createTokenLimitStage.name, () => {
  it('is wanted where the header is sent', () => {
    const sut = createTokenLimitStage({ contextOf: () => undefined });
    expect(sut.wanted(callHead({ features: { tokenLimitHandler: 'truncate' } }))).toBe(true);
    expect(sut.wanted(callHead())).toBe(false);
  });

  it.each(['truncate', 'middle-out', 'Truncate'])(
    'makes a request that is too long fit: %s (GW-19)',
    (way) => {
      const { json, call } = run(way, { body: ask(long, 'small') });
      expect(call.bodyChanged).toBe(true);
      expect(estimatePromptTokens(json, 'small')).toBeLessThanOrEqual(300 * 0.9);
      expect(estimatePromptTokens(json, 'small')).toBeGreaterThan(200);
    },
  );

  it('leaves room for the reply that the body asks for', () => {
    const { json } = run('middle-out', { body: { ...ask(long, 'small'), max_tokens: 300 } });
    expect(estimatePromptTokens(json, 'small')).toBeLessThanOrEqual(90);
  });

  it.each(['truncate', 'middle-out'])(
    'leaves a request under the limit untouched, byte for byte: %s',
    (way) => {
      expect(run(way, { body: ask('a   b', 'small') }).call.bodyChanged).toBe(false);
    },
  );

  it('does not count what is short enough by its bytes', () => {
    expect(run('truncate', { body: ask(long, 'gpt-4o') }).counted).toEqual([]);
  });

  it.each([
    ['an unknown model', ask(long, 'mystery')],
    ['no model', ask(long)],
    ['no JSON object', '[]'],
    ['a reply that alone fills the window', { ...ask(long, 'small'), max_tokens: 500 }],
  ])('passes on as it came: %s', (_what, body) => {
    expect(run('truncate', { body }).call.bodyChanged).toBe(false);
  });

  it('takes the model from Helicone-Model-Override where the body has none (H-26)', () => {
    const { call, asked } = run('middle-out', { body: ask(long), modelOverride: 'small' });
    expect(call.bodyChanged).toBe(true);
    expect(asked[0]).toEqual(['openai', 'small']);
  });

  it("takes the model from Gemini's path", () => {
    const { call } = run('truncate', {
      body: { contents: [{ role: 'user', parts: [{ text: long }] }] },
      path: '/v1beta/models/small:generateContent',
      provider: 'google-ai-studio',
    });
    expect(call.bodyChanged).toBe(true);
  });

  it.each([
    ['the second model over the limit of the first', ask(long, 'small, gpt-4o'), 'gpt-4o'],
    ['the first model under its limit', ask('hello', 'small, gpt-4o'), 'small'],
    ['no third model', ask(long, 'small,gpt-4o,mystery'), 'gpt-4o'],
    ['the first model where its limit is unknown', ask(long, 'mystery, gpt-4o'), 'mystery'],
    ['the only model', ask(long, 'small'), 'small'],
  ])('fallback takes %s (GW-19)', (_what, body, model) => {
    const { json } = run('fallback', { body });
    expect(json).toEqual({ ...body, model });
  });

  it('refuses an unknown way and names the three', () => {
    expect(() => run('shrink', { body: {} })).toThrow(/truncate, middle-out or fallback, not "shrink"/);
  });
});
