import fc from 'fast-check';
import type { RegistryEndpoint } from './registry-types.js';
import { endpointsOf, findEndpoint, listModels } from './registry.js';
import { costOf } from '../cost/cost-of.js';
import { worstCaseCost } from './worst-case-cost.js';

const endpoint = (model: string, provider: string): RegistryEndpoint => {
  const found = findEndpoint(model, provider);
  if (!found) throw new Error(`${model} at ${provider} is not in the registry`);
  return found;
};

describe('worstCaseCost', () => {
  it('counts the prompt and the longest reply at their rates', () => {
    expect(worstCaseCost(endpoint('gpt-4o', 'openai'), 1000, 500)).toBe(7_500_000n);
  });

  it("takes an hour's cache, the dearest use of a prompt, where the model has one (PC-04)", () => {
    expect(worstCaseCost(endpoint('claude-4.5-opus', 'anthropic'), 1000, 0)).toBe(10_000_000n);
  });

  it("limits what the client asks for to the model's longest reply", () => {
    const sut = endpoint('gpt-4o', 'openai');

    expect(worstCaseCost(sut, 0, 1_000_000_000)).toBe(worstCaseCost(sut, 0, undefined));
    expect(worstCaseCost(sut, 0, undefined)).toBe(163_840_000n);
  });

  it('takes the tier that the prompt falls into (CO-05)', () => {
    const sut = endpoint('gemini-2.5-pro', 'google-ai-studio');

    expect(worstCaseCost(sut, 200_000, 100)).toBe(worstCaseCost(sut, 200_000, 0) + 1_000_000n);
    expect(worstCaseCost(sut, 200_001, 100)).toBe(worstCaseCost(sut, 200_001, 0) + 1_500_000n);
  });

  it('adds the fee of a call', () => {
    expect(worstCaseCost(endpoint('sonar', 'perplexity'), 0, 0)).toBe(5_000_000n);
  });

  it('is 0 where no price is known', () => {
    expect(worstCaseCost({ ...endpoint('gpt-4o', 'openai'), price: null }, 1000, 1000)).toBe(0n);
  });

  it('is never less than what a call of text costs', () => {
    const all = listModels().flatMap(({ id }) => endpointsOf(id));
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.nat(400_000), fc.nat(4000), (sut, input, output) => {
        const { nanoUsd } = costOf({
          provider: sut.provider,
          model: sut.providerModelId,
          usage: { input, output: Math.min(output, sut.maxOutput ?? output) },
        });
        expect(worstCaseCost(sut, input, output)).toBeGreaterThanOrEqual(nanoUsd);
      }),
    );
  });

  it('counts each of several replies, however long one may be', () => {
    const sut = endpoint('gpt-4o', 'openai');
    expect(worstCaseCost(sut, 0, undefined, 3)).toBe(3n * worstCaseCost(sut, 0, undefined));
  });
});
