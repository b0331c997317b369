import { chartNames } from './chart-files.js';
import { staleFiles } from './generate-charts.js';
import { join } from 'node:path';

const charts = join(import.meta.dirname, '..', '..', '..', '..', 'charts');

describe.each(chartNames(charts))('chart %s', (name) => {
  it('has the schema and the README that follow from its values', () => {
    expect(staleFiles(charts, [name]).map(({ path }) => path)).toEqual([]);
  });
});
