import { ChartExample, ChartInfo } from '../generate/chart-files.js';
import { JsonSchema } from '../schema/json-schema.js';
import { ValueNode } from '../values/value-node.js';

/** What a chart's README is made from. */
export interface ReadmeSource {
  chart: ChartInfo;
  nodes: ValueNode[];
  intro?: string;
  examples: ChartExample[];
}

const generated =
  '<!-- Generated from Chart.yaml, values.yaml and docs/intro.md by `npm run charts:generate`; edit those. -->';

/** Renders a chart's README: what it is, what it needs, how to install it and a table of its values. */
export function renderReadme({ chart, nodes, intro, examples }: ReadmeSource): string {
  const parts = [`# ${chart.name}`, generated, chart.description];
  if (intro) parts.push(intro.trim());
  parts.push('## Requirements', requirements(chart));
  if (chart.type === 'application') parts.push('## Install', install(chart));
  if (examples.length > 0)
    parts.push(
      '## Examples',
      examples.map(({ path, description }) => `- [${path}](${path}): ${description}`).join('\n'),
    );
  if (nodes.length > 0) parts.push('## Values', ...tables(nodes));
  return `${parts.join('\n\n')}\n`;
}

function requirements(chart: ChartInfo): string {
  const lines = [];
  if (chart.type === 'application') {
    lines.push(`- Kubernetes ${chart.kubeVersion ? `\`${chart.kubeVersion}\`` : '1.27 or newer'}`);
    lines.push('- Helm 3.8 or newer, or Helm 4');
  } else lines.push('- a library chart: other charts depend on it, it installs nothing');
  for (const { name, version, repository, condition } of chart.dependencies)
    lines.push(
      `- chart \`${name}\` ${version}${repository ? ` from ${repository}` : ''}${condition ? `, when \`${condition}\`` : ''}`,
    );
  return lines.join('\n');
}

function install(chart: ChartInfo): string {
  const namespace = chart.annotations['heliostat/namespace'] ?? 'heliostat';
  const path = `charts/${chart.name}`;
  const dependencies = chart.dependencies.length > 0 ? ['helm dependency build ' + path] : [];
  return [
    '```sh',
    ...dependencies,
    `helm upgrade --install ${chart.name} ${path} \\`,
    `  --namespace ${namespace} --create-namespace --wait`,
    '```',
    '',
    'With values of your own: add `--values my-values.yaml`. Remove it again:',
    '',
    '```sh',
    `helm uninstall ${chart.name} --namespace ${namespace}`,
    '```',
  ].join('\n');
}

function tables(nodes: ValueNode[]): string[] {
  const groups: { heading?: string; nodes: ValueNode[] }[] = [];
  for (const node of nodes) {
    const last = groups.at(-1);
    if (!last || node.section) groups.push({ heading: node.section, nodes: [node] });
    else last.nodes.push(node);
  }
  return groups.flatMap((group) => [
    ...(group.heading ? [`### ${group.heading}`] : []),
    [
      '| key | type | default | description |',
      '|---|---|---|---|',
      ...group.nodes.flatMap(leaves).map(row),
    ].join('\n'),
  ]);
}

const leaves = (node: ValueNode): ValueNode[] => (node.children ? node.children.flatMap(leaves) : [node]);

function row(node: ValueNode): string {
  const cells = [`\`${node.path}\``, typeName(node), defaultText(node.value), node.description];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function typeName({ schema, value }: ValueNode): string {
  if (schema?.$ref) return schema.$ref.replace('#/$defs/', '');
  if (Array.isArray(schema?.enum)) return schema.enum.map((word) => `\`${JSON.stringify(word)}\``).join(', ');
  const named = alternatives(schema) ?? schema?.type;
  if (named) return Array.isArray(named) ? named.join(' or ') : named;
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return value === null ? 'any' : typeof value;
}

function alternatives(schema?: JsonSchema): string[] | undefined {
  const list = schema?.anyOf ?? schema?.oneOf;
  if (!Array.isArray(list)) return undefined;
  return (list as JsonSchema[]).map(
    (item) => item.$ref?.replace('#/$defs/', '') ?? (typeof item.type === 'string' ? item.type : 'other'),
  );
}

function defaultText(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  const cut = json.length > 120 ? `${json.slice(0, 117)}...` : json;
  return `\`${cut.replaceAll('\n', ' ')}\``;
}
