import { EndpointLatency } from './endpoint-latency.js';

/** A repeatable stream of numbers from 0 up to 1. */
function randomNumbers(seed = 1): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

describe(EndpointLatency.name, () => {
  const firsts = (sut: EndpointLatency, rounds: number) => {
    const random = randomNumbers();
    const counts: Record<string, number> = { a: 0, b: 0 };
    for (let i = 0; i < rounds; i++) counts[sut.shuffle(['a', 'b'], (id) => id, random)[0]!]!++;
    return counts;
  };

  it('gives endpoints of one price a turn each (GW-06)', () => {
    const { a, b } = firsts(new EndpointLatency(), 1_000);
    expect(Math.abs(a! - b!)).toBeLessThan(150);
  });

  it('prefers the faster in proportion, and starves nobody (GW-06)', () => {
    const sut = new EndpointLatency();
    for (let i = 0; i < 50; i++) {
      sut.observe('a', 100);
      sut.observe('b', 300);
    }
    const { a, b } = firsts(sut, 4_000);
    expect(a! / b!).toBeGreaterThan(2.4);
    expect(a! / b!).toBeLessThan(3.7);
  });

  it('keeps every endpoint', () => {
    expect(new EndpointLatency().shuffle(['a', 'b', 'c'], (id) => id).sort()).toEqual(['a', 'b', 'c']);
  });
});
