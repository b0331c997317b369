import { CodedError } from '@heliostat/platform';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const chartYaml = z.object({
  name: z.string(),
  version: z.string(),
  appVersion: z.string().optional(),
  type: z.enum(['application', 'library']).default('application'),
  description: z.string().min(1),
  kubeVersion: z.string().optional(),
  annotations: z.record(z.string(), z.string()).default({}),
  dependencies: z
    .array(
      z.object({
        name: z.string(),
        alias: z.string().optional(),
        version: z.string(),
        repository: z.string().default(''),
        condition: z.string().optional(),
      }),
    )
    .default([]),
});

/** What Chart.yaml says. */
export type ChartInfo = z.infer<typeof chartYaml>;

/** An example of values: its path below the chart and its first comment. */
export interface ChartExample {
  path: string;
  description: string;
}

/** Names of the charts below a folder. */
export const chartNames = (chartsFolder: string): string[] =>
  existsSync(chartsFolder)
    ? readdirSync(chartsFolder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(join(chartsFolder, entry.name, 'Chart.yaml')))
        .map((entry) => entry.name)
        .sort()
    : [];

/** Reads and checks a chart's Chart.yaml. */
export function readChartInfo(chartFolder: string): ChartInfo {
  const file = join(chartFolder, 'Chart.yaml');
  const parsed = chartYaml.safeParse(parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new CodedError('charts/chart-yaml', `${file}: ${z.prettifyError(parsed.error)}`);
}

/** The chart's examples, each a values file that can be used as it is. */
export function readExamples(chartFolder: string): ChartExample[] {
  const folder = join(chartFolder, 'examples');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const lines = readFileSync(join(folder, name), 'utf8').split('\n');
      const end = lines.findIndex((line) => !line.startsWith('#'));
      const description = lines
        .slice(0, end === -1 ? undefined : end)
        .map((line) => line.replace(/^#\s?/, ''))
        .join(' ')
        .trim();
      if (!description)
        throw new CodedError(
          'charts/example',
          `${join(folder, name)} must begin with a comment that says what it is for`,
        );
      return { path: `examples/${name}`, description };
    });
}
