import { planTurns, summarise, type Block } from './paired-plan.js';

describe(planTurns.name, () => {
  it('turns the order round from pair to pair', () => {
    expect(planTurns(3)).toEqual(['off', 'on', 'on', 'off', 'off', 'on']);
  });
});

describe(summarise.name, () => {
  const block = (over: Partial<Block>): Block => ({ samples: [], failed: 0, cpuNanos: 0, ...over });
  const samples = (...totals: number[]) => totals.map((total) => ({ first: total / 2, total }));

  it('takes the quantiles over all blocks, in microseconds', () => {
    const result = summarise([block({ samples: samples(4, 1) }), block({ samples: samples(2, 3) })]);
    expect(result).toMatchObject({
      count: 4,
      total: { p50: 2000, p99: 4000 },
      first: { p50: 1000, p99: 2000 },
    });
  });

  it('divides the CPU by all calls, the failed ones too', () => {
    const result = summarise([
      block({ samples: samples(1), failed: 1, cpuNanos: 300_000 }),
      block({ samples: samples(1), cpuNanos: 300_000 }),
    ]);
    expect(result).toMatchObject({ count: 3, failed: 1, cpu: 200 });
  });

  it('says nothing of a CPU that was not read in every block', () => {
    expect(summarise([block({ samples: samples(1) }), block({ cpuNanos: undefined })]).cpu).toBeNull();
  });
});
