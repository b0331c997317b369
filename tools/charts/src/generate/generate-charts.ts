import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderReadme } from '../readme/render-readme.js';
import { buildSchema } from '../schema/build-schema.js';
import { readValues } from '../values/read-values.js';
import { chartNames, readChartInfo, readExamples } from './chart-files.js';

/** A generated file: where it belongs and what it holds. */
export interface GeneratedFile {
  path: string;
  content: string;
}

/** The files that are generated for one chart: the schema of its values and its README. */
export function generateChart(chartFolder: string): GeneratedFile[] {
  const chart = readChartInfo(chartFolder);
  const valuesFile = join(chartFolder, 'values.yaml');
  const introFile = join(chartFolder, 'docs', 'intro.md');
  const nodes = existsSync(valuesFile) ? readValues(readFileSync(valuesFile, 'utf8'), valuesFile) : [];
  const subcharts = chart.dependencies.map(({ name, alias }) => alias ?? name);
  const readme = renderReadme({
    chart,
    nodes,
    intro: existsSync(introFile) ? readFileSync(introFile, 'utf8') : undefined,
    examples: readExamples(chartFolder),
  });
  const files = [{ path: join(chartFolder, 'README.md'), content: readme }];
  if (existsSync(valuesFile)) {
    const schema = buildSchema({ title: chart.name, nodes, subcharts });
    files.push({
      path: join(chartFolder, 'values.schema.json'),
      content: `${JSON.stringify(schema, null, 2)}\n`,
    });
  }
  return files;
}

/** Writes the generated files of all charts (or those named), and tells which changed. */
export function writeCharts(chartsFolder: string, names = chartNames(chartsFolder)): string[] {
  const changed = staleFiles(chartsFolder, names);
  for (const { path, content } of changed) writeFileSync(path, content);
  return changed.map(({ path }) => path);
}

/** The generated files that are not, or not as they would be generated now. */
export const staleFiles = (chartsFolder: string, names = chartNames(chartsFolder)): GeneratedFile[] =>
  names
    .flatMap((name) => generateChart(join(chartsFolder, name)))
    .filter(({ path, content }) => !existsSync(path) || readFileSync(path, 'utf8') !== content);
