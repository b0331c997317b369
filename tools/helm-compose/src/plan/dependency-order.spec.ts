import fc from 'fast-check';
import { dependencyFaults, dependencyOrder, reversed, withNeeds } from './dependency-order.js';
import { runInOrder, type Outcome } from './run-in-order.js';

type Graph = Record<string, { needs: string[] }>;

/** Graphs without circles: a release needs only those of smaller number; keys come in any order. */
const acyclic: fc.Arbitrary<Graph> = fc
  .integer({ min: 1, max: 8 })
  .chain((size) =>
    fc.tuple(
      fc.tuple(
        ...Array.from({ length: size }, (_, index) =>
          fc.subarray(Array.from({ length: index }, (_unused, below) => `r${below}`)),
        ),
      ),
      fc.shuffledSubarray(
        Array.from({ length: size }, (_, index) => index),
        { minLength: size },
      ),
    ),
  )
  .map(([needs, order]) => Object.fromEntries(order.map((index) => [`r${index}`, { needs: needs[index]! }])));

describe(dependencyOrder.name, () => {
  it('has every release once, after all that it needs, for any graph without circles', () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        const sut = dependencyOrder(graph);
        expect([...sut].sort()).toEqual(Object.keys(graph).sort());
        for (const [release, { needs }] of Object.entries(graph))
          for (const need of needs) expect(sut.indexOf(need)).toBeLessThan(sut.indexOf(release));
      }),
    );
  });

  it('is turned round by taking down', () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        const sut = dependencyOrder(reversed(graph));
        for (const [release, { needs }] of Object.entries(graph))
          for (const need of needs) expect(sut.indexOf(need)).toBeGreaterThan(sut.indexOf(release));
      }),
    );
  });

  it('keeps the order of the file where nothing is needed', () => {
    expect(dependencyOrder({ c: {}, a: {}, b: {} })).toEqual(['c', 'a', 'b']);
  });
});

describe(dependencyFaults.name, () => {
  it('finds none in any graph without circles, and one as soon as a need is turned into a circle', () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        expect(dependencyFaults(graph)).toEqual([]);
        const [from, to] = Object.entries(graph).flatMap(([release, { needs }]) =>
          needs.map((need) => [need, release]),
        )[0] ?? ['r0', 'r0'];
        const round = { ...graph, [from!]: { needs: [...graph[from!]!.needs, to!] } };
        expect(dependencyFaults(round)).toEqual([
          { release: expect.any(String), words: expect.stringContaining('circle') },
        ]);
      }),
    );
  });

  it('shows the circle', () => {
    const sut = dependencyFaults({ a: { needs: ['b'] }, b: { needs: ['c'] }, c: { needs: ['b'] } });
    expect(sut).toEqual([{ release: 'b', words: 'the releases need one another in a circle: b → c → b' }]);
  });
});

describe(withNeeds.name, () => {
  it('takes what the named ones need, and what that needs', () => {
    expect(withNeeds({ d: {}, c: { needs: ['b'] }, b: { needs: ['a'] }, a: {} }, ['c'])).toEqual([
      'c',
      'b',
      'a',
    ]);
  });
});

describe(runInOrder.name, () => {
  it('starts a release only when all that it needs came out well, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        acyclic,
        fc.array(fc.nat(7)),
        fc.integer({ min: 1, max: 3 }),
        async (graph, failing, parallel) => {
          const failed = new Set(failing.map((index) => `r${index}`));
          const done = new Set<string>();
          let running = 0;
          const sut = await runInOrder(graph, {
            parallel,
            signal: new AbortController().signal,
            onSettled: () => undefined,
            work: async (release): Promise<Outcome> => {
              expect(++running).toBeLessThanOrEqual(parallel);
              for (const need of graph[release]!.needs) expect(done).toContain(need);
              await Promise.resolve();
              running--;
              if (failed.has(release)) return { state: 'failed', words: '' };
              done.add(release);
              return { state: 'done', words: '' };
            },
          });
          const upset = (release: string): boolean =>
            failed.has(release) || graph[release]!.needs.some(upset);
          for (const release of Object.keys(graph))
            expect(sut.get(release)!.state === 'done').toBe(!upset(release));
        },
      ),
    );
  });
});
