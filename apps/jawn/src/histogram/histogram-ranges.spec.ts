import { histogramRows } from './histogram-ranges.js';

describe(histogramRows.name, () => {
  it('cuts the bounds into ten ranges that touch each other and end at the bound', () => {
    const rows = histogramRows({ low: 1, high: 3 }, [1, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(rows).toHaveLength(10);
    expect(rows[0]).toEqual({ range_start: '1', range_end: '1.2', value: 1 });
    expect(rows.at(-1)).toMatchObject({ range_end: '3', value: 1 });
    rows.slice(1).forEach((row, index) => expect(row.range_start).toBe(rows[index]!.range_end));
  });

  it('shows one value alone as one range', () => {
    expect(histogramRows({ low: 5, high: 5 }, [7])).toEqual([{ range_start: '5', range_end: '5', value: 7 }]);
  });

  it('has no rows where there is nothing', () => {
    expect(histogramRows({ low: 0, high: 0 }, [0])).toEqual([]);
  });
});
