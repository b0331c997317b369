import type { Usage } from '@heliostat/contracts';
import fc from 'fast-check';
import { setPriceOverrides } from '../catalogue/price-book.js';
import { costOf } from './cost-of.js';
import { goldenCosts } from './golden-costs.js';

/** USD as decimal text, in nano-USD. */
function nano(usd: string): bigint {
  const [whole = '0', fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
}

const at = new Date('2026-03-20T12:00:00Z');
const cost = (provider: string, model: string | null, usage: Partial<Usage>, moment: Date = at) =>
  costOf({ provider, model, usage: { input: 0, output: 0, ...usage }, at: moment });
const usd = (provider: string, model: string, usage: Partial<Usage>, moment?: Date) => {
  const { nanoUsd, known } = cost(provider, model, usage, moment);
  return known ? Number(nanoUsd) / 1e9 : undefined;
};

afterEach(() => setPriceOverrides([]));

describe('costOf', () => {
  it.each(goldenCosts)('charges %s %s for %j %s USD (CO-01)', (provider, model, usage, expected) => {
    expect(cost(provider, model, usage)).toEqual({ nanoUsd: nano(expected), known: true });
  });

  it('has at least 60 golden cases', () => {
    expect(goldenCosts.length).toBeGreaterThanOrEqual(60);
  });

  it('matches the published conformance figures', () => {
    expect(usd('openai', 'gpt-4o', { input: 1000, output: 500 })).toBe(0.0075);
    expect(usd('openai', 'gpt-4o', { input: 800, cacheRead: 200, output: 500 })).toBe(0.00725);
    expect(
      usd('anthropic', 'claude-3-5-sonnet-20241022', {
        input: 1500,
        output: 1000,
        cacheRead: 500,
        cacheWrite5m: 100,
        cacheWrite1h: 50,
      }),
    ).toBe(0.020325);
    expect(usd('openai', 'gpt-4o', {})).toBe(0);
  });

  it("charges Gemini's cache as the documentation does (PC-05)", () => {
    const million = (usage: Partial<Usage>) => {
      let sum = 0n;
      for (let part = 0; part < 10; part += 1)
        sum += cost('google-ai-studio', 'gemini-2.5-pro', usage).nanoUsd;
      return sum;
    };

    expect(million({ cacheRead: 100_000 })).toBe(nano('0.3125'));
    expect(million({ cacheWrite5m: 100_000 })).toBe(nano('1.625'));
    expect(usd('vertex', 'gemini-2.5-pro', { cacheRead: 1_000_000 })).toBe(0.625);
    expect(usd('vertex', 'gemini-2.5-pro', { cacheWrite5m: 1_000_000 })).toBe(2.875);
  });

  it('knows no cost for unknown models, hosts without a price list and calls without a model (CO-02)', () => {
    const unknown = { nanoUsd: 0n, known: false };

    expect(cost('openai', 'no-such-model', { input: 5 })).toEqual(unknown);
    expect(cost('hyperbolic', 'gpt-4o', { input: 5 })).toEqual(unknown);
    expect(cost('local', 'gpt-4o', { input: 5 })).toEqual(unknown);
    expect(cost('openai', null, { input: 5 })).toEqual(unknown);
    expect(cost('openai', 'whisper-1', { input: 5 })).toEqual(unknown);
  });

  it("charges half for a batch's result (BA-01)", () => {
    expect(usd('openai', 'gpt-4o-batch', { input: 1000, output: 500 })).toBe(0.00375);
    expect(usd('anthropic', 'claude-3-5-haiku-20241022-batch', { input: 1_000_000 })).toBe(0.4);
    expect(cost('openai', 'no-such-model-batch', { input: 5 }).known).toBe(false);
  });

  it("knows a model by the registry's name where the provider has another", () => {
    expect(usd('bedrock', 'claude-opus-4-1', { input: 1000 })).toBe(0.015);
    expect(usd('canopywave', 'kimi-k2-thinking', { input: 1000 })).toBe(0.00048);
  });

  it('lets a cost that the provider stated win', () => {
    expect(cost('openrouter', 'whatever', { input: 5, providerCost: 0.0000012345 })).toEqual({
      nanoUsd: 1235n,
      known: true,
    });
    expect(cost('openrouter', 'x', { providerCost: 1e-7 }).nanoUsd).toBe(100n);
  });

  it.each([
    ['a date', 'openai', 'gpt-4o-2024-08-06', 'gpt-4o'],
    ['a date without separators', 'anthropic', 'claude-sonnet-4-5-20250929', 'claude-sonnet-4-5'],
    ['a date that the catalogue does not list', 'openai', 'gpt-5-pro-2025-10-01', 'gpt-5-pro'],
    ['capitals', 'openai', 'GPT-4o', 'gpt-4o'],
    ['the models/ prefix', 'google-ai-studio', 'models/gemini-2.5-pro', 'gemini-2.5-pro'],
    ['the google/ prefix', 'vertex', 'google/gemini-2.5-pro', 'gemini-2.5-pro'],
    ["Azure's spelling", 'azure', 'gpt-35-turbo-0125', 'gpt-3.5-turbo-0125'],
    ['a variant', 'openrouter', 'openai/gpt-4o:online', 'openai/gpt-4o'],
    ['a region', 'bedrock', 'eu.amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0'],
    [
      'an inference profile',
      'bedrock',
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0',
      'amazon.nova-pro-v1:0',
    ],
  ])('prices a name with %s like the plain one', (_, provider, name, plain) => {
    const usage = { input: 1000, output: 10 };
    const sut = cost(provider, name, usage);

    expect(sut.known).toBe(true);
    expect(sut.nanoUsd).toBeGreaterThan(0n);
    expect(sut).toEqual(cost(provider, plain, usage));
  });

  it.each([
    ['custom', 'gpt-4o', 'openai', 'gpt-4o'],
    ['custom', 'claude-sonnet-4-5', 'anthropic', 'claude-sonnet-4-5'],
    ['vercel', 'anthropic/claude-sonnet-4-5', 'anthropic', 'claude-sonnet-4-5'],
    ['helicone', 'gemini-2.5-pro', 'google-ai-studio', 'gemini-2.5-pro'],
    ['cloudflare', 'openai/gpt-4o-mini', 'openai', 'gpt-4o-mini'],
  ])("prices what the gateway %s answers as %s at the author's price", (gateway, name, provider, model) => {
    expect(cost(gateway, name, { input: 1000 })).toEqual(cost(provider, model, { input: 1000 }));
    expect(cost(gateway, name, { input: 1000 }).known).toBe(true);
  });

  it('prices fine-tuned models at their own price', () => {
    const million = { input: 100_000 };

    expect(usd('openai', 'ft:gpt-4o-2024-08-06:acme::abc', million)).toBe(0.375);
    expect(usd('openai', 'ft:gpt-4o-mini-2024-07-18:acme::abc', million)).toBe(0.03);
    expect(usd('openai', 'ft:gpt-4.1-mini-2025-04-14:acme:bot:abc', million)).toBe(0.08);
  });

  it('prices a regional Bedrock endpoint above a global one', () => {
    expect(usd('bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', { input: 1000 })).toBe(0.0033);
    expect(usd('bedrock', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', { input: 1000 })).toBe(0.003);
    expect(usd('bedrock', 'us.anthropic.claude-3-5-haiku-20241022-v1:0', { cacheWrite1h: 1000 })).toBe(
      0.0016,
    );
  });

  it('prices audio and picture tokens apart from text', () => {
    expect(usd('google-ai-studio', 'gemini-2.5-flash', { input: 3000, inputAudio: 1000 })).toBe(0.0016);
    expect(usd('openai', 'gpt-image-1', { input: 50, inputImage: 30, output: 1056, outputImage: 1056 })).toBe(
      0.04264,
    );
  });

  it.each([
    ['openai', 'text-embedding-3-small', 0.02],
    ['openai', 'text-embedding-3-large', 0.13],
    ['openai', 'text-embedding-ada-002', 0.1],
    ['azure', 'text-embedding-3-small', 0.02],
    ['google-ai-studio', 'gemini-embedding-001', 0.15],
    ['cohere', 'embed-english-v3.0', 0.1],
    ['cohere', 'embed-v4.0', 0.12],
    ['mistral', 'mistral-embed', 0.1],
    ['bedrock', 'amazon.titan-embed-text-v2:0', 0.02],
  ])('prices the embeddings of %s %s', (provider, model, perMillion) => {
    expect(usd(provider, model, { input: 1_000_000 })).toBe(perMillion);
  });

  it("charges Claude's searches on Vertex and none of Gemini's", () => {
    expect(usd('vertex', 'claude-haiku-4-5@20251001', { webSearches: 3 })).toBe(0.03);
    expect(usd('vertex', 'gemini-3-pro-preview', { webSearches: 3 })).toBe(0);
  });

  it('does not throw on counts that are no counts', () => {
    expect(
      cost('openai', 'gpt-4o', { input: 0.5, output: NaN, cacheRead: -1, providerCost: NaN }).nanoUsd,
    ).toBe(0n);
  });

  it('charges by the call where a provider does', () => {
    expect(usd('perplexity', 'sonar', { input: 1000, output: 1000 })).toBe(0.007);
    expect(usd('perplexity', 'sonar-deep-research', { output: 1000, reasoning: 400, webSearches: 2 })).toBe(
      0.016,
    );
  });

  it('follows prices that change by date and by time of day', () => {
    const o3 = (day: string) => usd('openai', 'o3', { input: 1000 }, new Date(`${day}T12:00:00Z`));
    const v4 = (time: string) =>
      usd('deepseek', 'deepseek-v4-pro', { input: 1000 }, new Date(`2026-09-01T${time}Z`));

    expect([o3('2025-06-09'), o3('2025-06-10')]).toEqual([0.01, 0.002]);
    expect([v4('00:59:59'), v4('01:00:00'), v4('04:00:00'), v4('09:59:59')]).toEqual([
      0.00066, 0.00132, 0.00066, 0.00132,
    ]);
  });

  it("lets an installation's prices beat all others, until they are replaced", () => {
    const sut = () => usd('openai', 'gpt-4o', { input: 1000, cacheRead: 1000 });
    expect(sut()).toBe(0.00375);

    setPriceOverrides([{ provider: 'openai', models: ['GPT-4o'], input: 1, output: 2, cacheRead: 0.5 }]);
    expect(sut()).toBe(0.0015);
    expect(usd('openai', 'gpt-4o-2024-08-06', { input: 1000 })).toBe(0.001);

    setPriceOverrides([{ provider: '*', models: ['house-model'], input: 0.1, output: 0.2, request: 0.01 }]);
    expect(sut()).toBe(0.00375);
    expect(usd('local', 'house-model', { input: 1000 })).toBe(0.0101);
  });

  it('refuses an override that is no price and keeps the ones before', () => {
    setPriceOverrides([{ provider: '*', models: ['m'], input: 1, output: 1 }]);

    expect(() => setPriceOverrides([{ provider: '*', models: ['m'], input: -1, output: 1 }])).toThrow(
      RangeError,
    );
    expect(usd('local', 'm', { input: 1000 })).toBe(0.001);
  });

  it('is additive to the last digit where prices have no more than nine', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (one, other) => {
        const sut = (output: number) => cost('openai', 'gpt-4o', { output }).nanoUsd;
        expect(sut(one) + sut(other)).toBe(sut(one + other));
      }),
    );
  });

  it.each([
    ['openrouter', 'constructor/x'],
    ['custom', '__proto__/x'],
    ['constructor', 'gpt-4o'],
  ])('knows no price where %s serves %s: names that all objects have are nothing', (provider, model) => {
    expect(cost(provider, model, { input: 1 })).toEqual({ nanoUsd: 0n, known: false });
  });

  it('never throws on any model name', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('openai', 'custom', 'bedrock', 'x', ''), (model, provider) => {
        expect(cost(provider, model, { input: 1 }).nanoUsd).toBeGreaterThanOrEqual(0n);
      }),
    );
  });
});
