import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartNames, readChartInfo, readExamples } from './generate/chart-files.js';
import {
  assertValidManifests,
  chartsFolder,
  floatingImageFaults,
  manifestName,
  plainSecretFaults,
  podSecurityFaults,
  podSpecOf,
  renderChart,
  runTool,
  schemaVersions,
  workloadFaults,
} from './testing/index.js';
import { kubeconform } from './testing/kubeconform.js';

/** What a cluster with all the optional operators offers. */
const allApis = [
  'monitoring.coreos.com/v1',
  'keda.sh/v1alpha1',
  'gateway.networking.k8s.io/v1',
  'postgresql.cnpg.io/v1',
  'argoproj.io/v1alpha1',
  'external-secrets.io/v1',
  'cert-manager.io/v1',
];
/** A workload so annotated says itself why it cannot be restricted; the default values may have none. */
const exception = 'heliostat/pod-security-exception';

const applications = chartNames(chartsFolder).filter(
  (name) => readChartInfo(join(chartsFolder, name)).type === 'application',
);
const cases = applications.flatMap((chart) => {
  const files = readExamples(join(chartsFolder, chart)).map(({ path }) => path);
  if (existsSync(join(chartsFolder, chart, 'values.example.yaml'))) files.unshift('values.example.yaml');
  return [[chart, 'its defaults', []] as const, ...files.map((file) => [chart, file, [file]] as const)];
});

describe.each(cases)('%s with %s', (chart, what, valueFiles) => {
  const render = (options = {}) =>
    renderChart(chart, { valueFiles: [...valueFiles], apiVersions: allApis, ...options });

  it('lints without a warning', async () => {
    const values = valueFiles.flatMap((file) => ['--values', join(chartsFolder, chart, file)]);
    await expect(
      runTool('helm', ['lint', '--strict', join(chartsFolder, chart), ...values]),
    ).resolves.toContain('0 chart(s) failed');
  });

  it.each(
    (['helm', 'helm4'] as const).flatMap((helm) => schemaVersions.map((version) => [helm, version] as const)),
  )('renders by %s what Kubernetes %s takes', async (helm, version) => {
    const { manifests } = await render({ helm, kubeVersion: `${version}.0` });
    expect(manifests.length).toBeGreaterThan(0);
    assertValidManifests(manifests, version);
  });

  it('renders without the optional operators', async () => {
    const { manifests } = await render({ apiVersions: [] });
    assertValidManifests(manifests);
  });

  it('renders what kubeconform takes', async () => {
    const { text } = await render();
    await expect(kubeconform(text, '1.34')).resolves.toBeUndefined();
  });

  it('makes pods that the level "restricted" admits', async () => {
    const { manifests } = await render();
    const excused = manifests.filter(({ metadata }) => metadata.annotations?.[exception]);
    const faults = manifests
      .filter((manifest) => !excused.includes(manifest))
      .flatMap((manifest) => {
        const pod = podSpecOf(manifest);
        return pod ? podSecurityFaults(pod).map((fault) => `${manifestName(manifest)}: ${fault}`) : [];
      });
    expect(faults).toEqual([]);
    if (what === 'its defaults') expect(excused.map(manifestName)).toEqual([]);
  });

  it('keeps secrets out of plain sight', async () => {
    const { manifests } = await render();
    expect(manifests.flatMap(plainSecretFaults)).toEqual([]);
  });

  it('bounds, probes and pins every container', async () => {
    const { manifests } = await render();
    expect([...manifests.flatMap(workloadFaults), ...manifests.flatMap(floatingImageFaults)]).toEqual([]);
  });

  it('labels everything with its chart and release', async () => {
    const { manifests } = await render({ release: 'rel' });
    const bare = manifests
      .filter(({ metadata }) => {
        const labels = metadata.labels ?? {};
        return !labels['app.kubernetes.io/name'] || labels['app.kubernetes.io/instance'] !== 'rel';
      })
      .map(manifestName);
    expect(bare).toEqual([]);
  });
});

describe.each(applications)('the templates of %s', (chart) => {
  const folder = join(chartsFolder, chart, 'templates');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(ya?ml|tpl|txt)$/.test(file),
  );

  it('never look into the cluster, so that they render the same without one', () => {
    const looking = files.filter((file) =>
      /\{\{[^}]*\blookup\s+["(.$]/.test(readFileSync(join(folder, file), 'utf8')),
    );
    expect(looking).toEqual([]);
  });

  it('make nothing at random, so that two renderings are the same', async () => {
    const [first, second] = await Promise.all([renderChart(chart), renderChart(chart)]);
    expect(first.text).toBe(second.text);
  });
});
