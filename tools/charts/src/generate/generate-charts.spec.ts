import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { staleFiles, writeCharts } from './generate-charts.js';

let charts: string;
const file = (...path: string[]) => join(charts, 'x', ...path);
const names = (paths: { path: string }[]) => paths.map(({ path }) => basename(path));

beforeEach(() => {
  charts = mkdtempSync(join(tmpdir(), 'heliostat-charts-'));
  mkdirSync(file('examples'), { recursive: true });
  writeFileSync(file('Chart.yaml'), 'name: x\nversion: 0.1.0\ndescription: Does x.\n');
  writeFileSync(file('values.yaml'), '# -- How many.\nreplicas: 1\n');
});
afterEach(() => rmSync(charts, { recursive: true, force: true }));

describe('writeCharts', () => {
  it('writes the schema and the README of every chart, once', () => {
    expect(writeCharts(charts).map((path) => basename(path))).toEqual(['README.md', 'values.schema.json']);
    expect(writeCharts(charts)).toEqual([]);
    expect(JSON.parse(readFileSync(file('values.schema.json'), 'utf8'))).toMatchObject({
      properties: { replicas: { type: 'integer', description: 'How many.' } },
    });
  });

  it('puts the introduction and the examples into the README', () => {
    mkdirSync(file('docs'));
    writeFileSync(file('docs', 'intro.md'), 'An introduction.\n');
    writeFileSync(file('examples', 'small.yaml'), '# For a small one.\nreplicas: 1\n');
    writeCharts(charts);
    const readme = readFileSync(file('README.md'), 'utf8');
    expect(readme).toContain('An introduction.');
    expect(readme).toContain('- [examples/small.yaml](examples/small.yaml): For a small one.');
  });

  it('refuses an example that does not say what it is for', () => {
    writeFileSync(file('examples', 'small.yaml'), 'replicas: 1\n');
    expect(() => writeCharts(charts)).toThrow('small.yaml must begin with a comment');
  });

  it('names what is missing in a Chart.yaml', () => {
    writeFileSync(file('Chart.yaml'), 'name: x\n');
    expect(() => writeCharts(charts)).toThrow(/x\/Chart\.yaml: .*version/s);
  });
});

describe('staleFiles', () => {
  it('names what no longer follows from the values', () => {
    writeCharts(charts);
    writeFileSync(file('values.yaml'), '# -- How many.\nreplicas: many\n');
    expect(names(staleFiles(charts))).toEqual(['README.md', 'values.schema.json']);
  });
});
