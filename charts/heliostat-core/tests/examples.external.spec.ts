import {
  assertValidManifests,
  podSecurityFaults,
  podSpecOf,
  readExamples,
  renderChart,
  chartsFolder,
  type Manifest,
} from '@heliostat/charts';
import { join } from 'node:path';

const chart = 'heliostat-core';
const examples = readExamples(join(chartsFolder, chart)).map(({ path }) => path);
const render = async (file: string) => (await renderChart(chart, { valueFiles: [file] })).manifests;
const images = (manifests: Manifest[]) =>
  manifests.flatMap((manifest) => podSpecOf(manifest)?.containers.map(({ image }) => image) ?? []);

describe('examples of heliostat-core', () => {
  it('are those that the documentation names', () => {
    expect(examples).toEqual(
      ['air-gapped', 'external-stores', 'openshift', 'production', 'small'].map(
        (name) => `examples/${name}.yaml`,
      ),
    );
  });

  it.each([...examples, 'values.example.yaml'])(
    '%s renders valid objects at the restricted level',
    async (file) => {
      const manifests = await render(file);
      expect(() => assertValidManifests(manifests)).not.toThrow();
      expect(
        manifests.flatMap((manifest) => podSecurityFaults(podSpecOf(manifest) ?? { containers: [] })),
      ).toEqual([]);
    },
  );

  it.each(examples)('%s renders the same with Helm 4', async (file) => {
    const [third, fourth] = await Promise.all(
      (['helm', 'helm4'] as const).map((helm) => renderChart(chart, { valueFiles: [file], helm })),
    );
    expect(new Set(fourth!.manifests.map((manifest) => JSON.stringify(manifest)))).toEqual(
      new Set(third!.manifests.map((manifest) => JSON.stringify(manifest))),
    );
  });

  it('takes every image from the registry inside in the air-gapped one', async () => {
    const found = images(await render('examples/air-gapped.yaml'));
    expect(found.length).toBeGreaterThan(5);
    expect(
      found.filter((image) => !image.startsWith('registry.internal.example.com/mirror/heliostat/')),
    ).toEqual([]);
  });

  it('has one pod of each app and a proxy that is replaced without a gap in the small one', async () => {
    const workloads = (await render('examples/small.yaml')).filter(({ kind }) =>
      /^(Deployment|StatefulSet)$/.test(kind),
    );
    expect(workloads.map(({ kind, spec }) => [kind, spec.replicas])).toEqual(
      Array(4).fill(['Deployment', 1]),
    );
    expect(workloads.every(({ spec }) => spec.strategy.rollingUpdate.maxUnavailable === 0)).toBe(true);
  });

  it('needs no Secret of the infrastructure chart with external stores', async () => {
    const { text } = await renderChart(chart, { valueFiles: ['examples/external-stores.yaml'] });
    expect(text).not.toMatch(/name: heliostat-(postgres|clickhouse|minio|valkey)$/m);
  });
});
