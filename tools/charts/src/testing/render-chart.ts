import { CodedError } from '@heliostat/platform';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { readChartInfo } from '../generate/chart-files.js';
import { ChartTool, runTool } from './helm.js';
import { Manifest } from './manifest.js';

export const chartsFolder = join(import.meta.dirname, '..', '..', '..', '..', 'charts');

/** How a chart is rendered. */
export interface RenderOptions {
  values?: Record<string, unknown>;
  /** Values files, from the chart's folder. */
  valueFiles?: string[];
  kubeVersion?: string;
  apiVersions?: string[];
  release?: string;
  namespace?: string;
  /** The template files to render (`-s`); all by default. */
  showOnly?: string[];
  helm?: 'helm' | 'helm4';
}

/** What a chart makes of its values. */
export interface Rendered {
  manifests: Manifest[];
  text: string;
}

/**
 * Renders a chart as `helm template` does, without a cluster. Throws with Helm's words when the chart refuses the
 * values.
 */
export async function renderChart(chart: string, options: RenderOptions = {}): Promise<Rendered> {
  const tool: ChartTool = options.helm ?? 'helm';
  const folder = join(chartsFolder, chart);
  await buildDependencies(folder, tool);
  const release = options.release ?? chart;
  const args = ['template', release, folder, '--namespace', options.namespace ?? 'heliostat'];
  args.push('--kube-version', options.kubeVersion ?? '1.34.0');
  for (const version of options.apiVersions ?? []) args.push('--api-versions', version);
  for (const file of options.valueFiles ?? []) args.push('--values', join(folder, file));
  for (const file of options.showOnly ?? []) args.push('--show-only', file);
  if (options.values) args.push('--values', '-');
  const text = await runTool(tool, args, {
    input: options.values ? stringify(options.values, { aliasDuplicateObjects: false }) : undefined,
  });
  return { manifests: parseManifests(text), text };
}

/** The objects of a stream of YAML documents, lists taken apart. */
export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [fault] = 'errors' in document ? document.errors : [];
    if (fault) throw new CodedError('charts/rendered', `what was rendered is no YAML: ${fault.message}`);
    const value = document.toJS() as Manifest | null;
    if (value === null) return [];
    return value.kind === 'List' ? (value.items as Manifest[]) : [value];
  });
}

/** What Helm prints after an install (NOTES.txt), rendered without a cluster: only Helm 4 does that. */
export async function renderNotes(chart: string, options: RenderOptions = {}): Promise<string> {
  const folder = join(chartsFolder, chart);
  await buildDependencies(folder, 'helm4');
  const args = ['install', options.release ?? chart, folder, '--dry-run=client'];
  args.push('--namespace', options.namespace ?? 'heliostat');
  for (const file of options.valueFiles ?? []) args.push('--values', join(folder, file));
  if (options.values) args.push('--values', '-');
  const text = await runTool('helm4', args, { input: options.values && stringify(options.values) });
  return text.slice(text.indexOf('\nNOTES:') + 1);
}

/** Puts charts that a chart needs from this repository into its `charts/`, once. */
async function buildDependencies(folder: string, tool: ChartTool): Promise<void> {
  const { dependencies } = readChartInfo(folder);
  const absent = dependencies.filter(
    ({ name, version }) =>
      !existsSync(join(folder, 'charts', `${name}-${version}.tgz`)) &&
      !existsSync(join(folder, 'charts', name)),
  );
  if (absent.length > 0) await runTool(tool, ['dependency', 'build', folder, '--skip-refresh']);
}
