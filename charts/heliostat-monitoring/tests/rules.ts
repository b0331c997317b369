import { Manifest, renderChart, RenderOptions } from '@heliostat/charts';
import { parse } from 'yaml';

/** A rule as Prometheus reads it. */
export interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface RuleGroups {
  groups: { name: string; rules: Rule[] }[];
}

export const chart = 'heliostat-monitoring';
export const operatorApi = 'monitoring.coreos.com/v1';

export const find = (manifests: Manifest[], kind: string, name: string): Manifest => {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found)
    throw new Error(`no ${kind}/${name} among ${manifests.map((m) => `${m.kind}/${m.metadata.name}`)}`);
  return found;
};

/** The rules that the bundled Prometheus reads. */
export async function renderRules(
  options: RenderOptions = {},
): Promise<{ text: string; groups: RuleGroups }> {
  const { manifests } = await renderChart(chart, { namespace: 'monitoring', ...options });
  const text = find(manifests, 'ConfigMap', 'prometheus').data?.['rules.yml'] ?? '';
  return { text, groups: parse(text) as RuleGroups };
}

export const alertsOf = ({ groups }: RuleGroups): Rule[] =>
  groups.flatMap(({ rules }) => rules.filter(({ alert }) => alert));
