import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

/** The charts whose values an environment gives, with the name of the type. */
export const valueTypes = {
  'heliostat-core': 'CoreValues',
  'heliostat-infrastructure': 'InfrastructureValues',
  'heliostat-monitoring': 'MonitoringValues',
} as const;

export type ChartName = keyof typeof valueTypes;

/** The TypeScript of a chart's values, made from its values.schema.json. */
export async function valueTypeSource(chartsFolder: string, chart: ChartName): Promise<string> {
  const text = readFileSync(join(chartsFolder, chart, 'values.schema.json'), 'utf8');
  const schema = JSON.parse(text) as JSONSchema;
  const name = valueTypes[chart];
  return compile({ ...schema, title: name }, name, {
    additionalProperties: false,
    bannerComment: `// Generated from charts/${chart}/values.schema.json by \`npm run cdk8s:types\`. Do not edit.`,
    // A list that may be of any length is a list; tuples of each length allowed would make the types unreadable.
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: false,
    style: { singleQuote: true },
  });
}
