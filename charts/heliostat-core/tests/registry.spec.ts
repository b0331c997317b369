import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownModelsSchema } from '@heliostat/contracts';
import { providers } from '@heliostat/llm';
import { environmentSchema } from '@heliostat/platform';

type Schema = {
  properties: Record<string, Schema>;
  items: Schema;
  propertyNames: { enum: string[] };
  enum: string[];
};

const chart = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(chart, file), 'utf8');
const { properties } = JSON.parse(read('values.schema.json')) as Schema;
const ids = providers.map(({ id }) => id).sort();
const template = [
  '_env.tpl',
  'proxy/_pod-template.tpl',
  'jawn/deployment.yaml',
  'worker/deployment.yaml',
  'web/deployment.yaml',
]
  .map((file) => read(`templates/${file}`))
  .join('\n');

/** Of the apps' own machine, or of none that a cluster has: where they stand in Kubernetes the chart or nobody sets them. */
const notForClusters = ['NODE_ENV'];

describe('heliostat-core and the apps', () => {
  it('know the same providers', () => {
    expect([...properties.providers!.propertyNames.enum].sort()).toEqual(ids);
  });

  it('know the same providers of the installation’s own models', () => {
    const { models, prices } = properties.models!.properties.config!.properties;
    expect([...models!.items.properties.endpoints!.items.properties.provider!.enum].sort()).toEqual(ids);
    expect([...prices!.items.properties.provider!.enum].sort()).toEqual(['*', ...ids]);
  });

  it('know the same fields of the installation’s own models', () => {
    const names = (schema: Schema | undefined) => Object.keys(schema?.properties ?? {}).sort();
    const config = properties.models!.properties.config!;
    const { models, prices } = ownModelsSchema.shape;
    const fields = (list: { unwrap(): { element: { shape: object } } }) =>
      Object.keys(list.unwrap().element.shape).sort();
    expect(names(config)).toEqual(Object.keys(ownModelsSchema.shape).sort());
    expect(names(config.properties.models!.items)).toEqual(fields(models));
    expect(names(config.properties.prices!.items)).toEqual(fields(prices));
    const { endpoints } = models.unwrap().element.shape;
    expect(names(config.properties.models!.items.properties.endpoints!.items)).toEqual(fields(endpoints));
  });

  it.each(Object.keys(environmentSchema.shape).filter((name) => !notForClusters.includes(name)))(
    '%s can be given by a value',
    (name) => {
      const [, server, rest] =
        /^(SEMANTIC_CACHE|LLM_SECURITY_ADVANCED|LLM_SECURITY|MODERATION)_(URL|MODEL|API_KEY)$/.exec(name) ??
        [];
      expect(template).toMatch(
        server && rest ? `"name" "${server}" "server"` : new RegExp(`(name: |"name" ")${name}\\b`),
      );
    },
  );
});
