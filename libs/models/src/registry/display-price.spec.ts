import { displayPricing } from './display-price.js';
import { findEndpoint } from './registry.js';

const sut = (model: string, provider: string) => {
  const price = findEndpoint(model, provider)?.price;
  return price && displayPricing(price);
};

describe('displayPricing (MR-01)', () => {
  it('is in USD per million tokens, as the page prints Claude Opus 4.1', () => {
    expect(sut('claude-opus-4-1', 'anthropic')).toEqual({
      base: { prompt: 15, completion: 75, cacheRead: 1.5, cacheWrite: 18.75, web_search: 0.01 },
      tiers: [],
    });
  });

  it('lists the tiers of a price from its beginning on (CO-05)', () => {
    expect(sut('gemini-2.5-pro', 'vertex')?.tiers).toMatchObject([
      { threshold: 0, prompt: 1.25, completion: 10 },
      { threshold: 200_000, prompt: 2.5, completion: 15 },
    ]);
  });

  it('tells the fee of a call and the price of sound apart', () => {
    expect(sut('sonar', 'perplexity')?.base).toMatchObject({ prompt: 1, request: 0.005 });
    expect(sut('gemini-2.5-flash', 'google-ai-studio')?.base.audio).toEqual({ input: 1 });
  });
});
