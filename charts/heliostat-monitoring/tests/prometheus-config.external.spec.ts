import { podSpecOf, renderChart, renderNotes, runTool } from '@heliostat/charts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { chart, find, operatorApi } from './rules.js';

const namespace = 'monitoring';
const render = (options = {}) => renderChart(chart, { namespace, ...options });

describe('the bundled Prometheus', () => {
  it('has a configuration that promtool takes', async () => {
    const { manifests } = await render({
      valueFiles: ['examples/highly-available.yaml'],
      values: {
        prometheus: { extraScrapeConfigs: [{ job_name: 'own', static_configs: [{ targets: ['a:1'] }] }] },
      },
    });
    const { data } = find(manifests, 'ConfigMap', 'prometheus');
    const folder = mkdtempSync(join(tmpdir(), 'heliostat-prometheus-'));
    try {
      const config = data!['prometheus.yml']!.replaceAll('/etc/prometheus/', `${folder}/`);
      writeFileSync(join(folder, 'prometheus.yml'), config);
      writeFileSync(join(folder, 'rules.yml'), data!['rules.yml']!);
      // Only the syntax: the files of a service account are those of a pod.
      const args = ['check', 'config', '--syntax-only', join(folder, 'prometheus.yml')];
      await expect(runTool('promtool', args)).resolves.toContain('SUCCESS');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('reads each app and store, and is let through to its port', async () => {
    const { manifests } = await render();
    const config = parse(find(manifests, 'ConfigMap', 'prometheus').data!['prometheus.yml']!) as {
      scrape_configs: { job_name: string; relabel_configs?: { action?: string; regex?: string }[] }[];
    };
    const jobs = config.scrape_configs.filter(({ job_name: name }) => name.startsWith('heliostat-'));
    expect(jobs.map(({ job_name: name }) => name).sort()).toEqual(
      ['clickhouse', 'jawn', 'minio', 'postgres', 'proxy', 'valkey', 'web', 'worker'].map(
        (n) => `heliostat-${n}`,
      ),
    );
    const ports = jobs.map((job) =>
      Number(job.relabel_configs?.find(({ action }) => action === 'keep')?.regex),
    );
    const policy = find(manifests, 'NetworkPolicy', 'prometheus');
    const open = (policy.spec.egress as { ports: { port: number }[] }[]).flatMap((rule) =>
      rule.ports.map(({ port }) => port),
    );
    expect(ports.filter((port) => !open.includes(port))).toEqual([]);
  });

  it('may list pods in the namespaces that are watched and nowhere else', async () => {
    const values = { targets: { namespace: 'apps', stores: { namespace: 'data' } } };
    const { manifests } = await render({ values });
    const roles = manifests.filter(
      ({ kind, metadata }) => kind === 'Role' && metadata.name.endsWith('-prometheus'),
    );
    expect(roles.map(({ metadata }) => metadata.namespace).sort()).toEqual(['apps', 'data']);
    expect(roles.map(({ rules }) => rules)).toEqual(
      roles.map(() => [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }]),
    );
    expect(manifests.filter(({ kind }) => kind.startsWith('ClusterRole'))).toEqual([]);
  });

  it('has a disruption budget when there are several, and none when that would only block a drain', async () => {
    const kinds = async (replicas: number) =>
      (await render({ values: { prometheus: { replicas } } })).manifests.map(({ kind }) => kind);
    expect(await kinds(1)).not.toContain('PodDisruptionBudget');
    expect(await kinds(2)).toContain('PodDisruptionBudget');
  });
});

describe('the bundled Grafana', () => {
  it('answers at port 80 of the Service that the documentation names', async () => {
    const { manifests } = await render();
    expect(find(manifests, 'Service', 'grafana').spec.ports).toMatchObject([
      { port: 80, targetPort: 'http' },
    ]);
  });

  it('takes its password from a file of the Secret that the Job makes', async () => {
    const { manifests } = await render();
    const spec = JSON.parse(
      find(manifests, 'ConfigMap', 'heliostat-monitoring-secrets').data!['secrets.json']!,
    ) as { name: string; keys: Record<string, unknown> }[];
    expect(spec).toMatchObject([{ name: 'grafana', keys: { 'admin-password': { generate: 'password' } } }]);
    const pod = podSpecOf(find(manifests, 'Deployment', 'grafana'));
    expect(pod?.volumes).toContainEqual({
      name: 'secret',
      secret: { secretName: 'grafana', items: [{ key: 'admin-password', path: 'admin-password' }] },
    });
  });

  it('makes no Secret where one is named', async () => {
    const { manifests } = await render({ values: { grafana: { existingSecret: { name: 'mine' } } } });
    expect(manifests.map(({ kind }) => kind)).not.toContain('Job');
  });

  it('shows every dashboard of the chart', async () => {
    const { manifests } = await render();
    const maps = manifests
      .filter(({ metadata }) => metadata.labels?.grafana_dashboard === '1')
      .map(({ metadata }) => metadata.name);
    const volumes = podSpecOf(find(manifests, 'Deployment', 'grafana'))?.volumes as {
      name: string;
      projected?: { sources: { configMap: { name: string } }[] };
    }[];
    const mounted = volumes
      .find(({ name }) => name === 'dashboards')
      ?.projected?.sources.map(({ configMap }) => configMap.name);
    expect(maps).toHaveLength(5);
    expect(mounted).toEqual(maps);
  });
});

describe('the Prometheus operator', () => {
  it('gets its objects when the cluster knows them, or always, or never', async () => {
    const has = async (enabled: string, apiVersions: string[]) =>
      (await render({ values: { operator: { enabled } }, apiVersions })).manifests.some(
        ({ kind }) => kind === 'PrometheusRule',
      );
    expect(await has('auto', [operatorApi])).toBe(true);
    expect(await has('auto', [])).toBe(false);
    expect(await has('always', [])).toBe(true);
    expect(await has('never', [operatorApi])).toBe(false);
  });

  it('gives its targets the same job names as the bundled Prometheus', async () => {
    const { manifests } = await render({ apiVersions: [operatorApi] });
    const monitors = manifests.filter(({ kind }) => kind === 'PodMonitor');
    const jobs = monitors.map(({ spec }) => spec.podMetricsEndpoints[0].relabelings[0].replacement as string);
    expect(jobs).toContain('heliostat-proxy');
    expect(jobs).toHaveLength(8);
  });

  it('and the bundled Prometheus read Beyla where it runs', async () => {
    const { manifests } = await render({ valueFiles: ['examples/beyla.yaml'], apiVersions: [operatorApi] });
    expect(find(manifests, 'PodMonitor', 'heliostat-monitoring-beyla').spec.namespaceSelector).toEqual({
      matchNames: ['monitoring'],
    });
    const { data } = find(manifests, 'ConfigMap', 'prometheus');
    expect(data!['prometheus.yml']).toContain('job_name: heliostat-beyla');
  });

  it('leaves a ConfigMap for a Prometheus of other kind', async () => {
    const { manifests } = await render({ valueFiles: ['examples/own-prometheus.yaml'] });
    expect(Object.keys(find(manifests, 'ConfigMap', 'heliostat-monitoring-prometheus').data!)).toEqual([
      'rules.yml',
      'scrape.yml',
    ]);
  });
});

describe('the notes', () => {
  it('say how to reach Grafana and with which password', async () => {
    const notes = await renderNotes(chart, { namespace });
    expect(notes).toContain('kubectl port-forward svc/grafana -n monitoring 3000:80');
    expect(notes).toContain('kubectl get secret grafana -n monitoring -o jsonpath="{.data.admin-password}"');
  });

  it('say that nobody is told of alerts without an Alertmanager', async () => {
    expect(await renderNotes(chart, { namespace })).toContain('no Alertmanager is set');
    const values = { prometheus: { alertmanagers: ['alertmanager:9093'] } };
    expect(await renderNotes(chart, { namespace, values })).not.toContain('no Alertmanager is set');
  });
});

describe('values that do not fit together', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ prometheus: { enabled: false } }, 'grafana.prometheusUrl: the bundled Prometheus is off'],
    [{ dashboards: { namespace: 'other' } }, 'dashboards.namespace: the bundled Grafana reads'],
    [{ prometheus: { replicas: 2, persistence: { enabled: false } } }, 'prometheus.persistence.enabled:'],
    [{ rules: { disabled: ['HeliostatNoSuch'] } }, 'rules.disabled: there is no alert HeliostatNoSuch'],
    [{ operator: { enabled: 'never', labels: { a: 'b' } } }, 'operator.labels:'],
    [{ prometheus: { retention: 'long' } }, 'retention'],
    [{ grafna: {} }, 'grafna'],
  ])('%j are refused with "%s"', async (values, words) => {
    await expect(render({ values })).rejects.toThrow(words);
  });
});
