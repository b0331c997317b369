import { featureTable } from './feature-table.js';

const side = (p50: number, cpu: number | null, failed = 0) => ({
  count: 10,
  failed,
  first: { p50: p50 / 2, p99: p50 },
  total: { p50, p99: p50 * 10 },
  cpu,
});

describe(featureTable.name, () => {
  it('shows what a feature adds, in microseconds, and counts the failures of both sides', () => {
    const result = { off: side(300, 150.4, 1), on: side(420.4, 200, 2) };
    expect(featureTable([{ name: 'cache', result, stream: false }])).toContain(
      '| cache | 300 | 420 | 120 | 3,000 | 4,204 | 1,204 | 50 | 3 |',
    );
  });

  it('has the first byte of a stream in a line of its own', () => {
    const lines = featureTable([
      { name: 'tokens', result: { off: side(300, 1), on: side(200, 1) }, stream: true },
    ]).split('\n');
    expect(lines.slice(2)).toEqual([
      '| tokens: first byte | 150 | 100 | -50 | 300 | 200 | -100 | 0 | 0 |',
      '| tokens: last byte | 300 | 200 | -100 | 3,000 | 2,000 | -1,000 | 0 | 0 |',
    ]);
  });

  it('says nothing of a CPU that was not read', () => {
    const result = { off: side(300, null), on: side(300, 1) };
    expect(featureTable([{ name: 'a', result, stream: false }])).toMatch(/\| – \| 0 \|$/);
  });
});
