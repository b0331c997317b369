import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Environment } from '../environments/environment.js';
import { environments } from '../environments/environments.js';
import { synthesise, type Rendered } from './synthesise.js';
import { driftOf, readRendered } from './write-rendered.js';

const root = join(import.meta.dirname, '..', '..', '..');
const load = join(root, 'load');
type Manifest = {
  kind: string;
  metadata: { name: string; annotations?: Record<string, string>; finalizers?: string[] };
  spec: Record<string, unknown> & { source: Record<string, unknown>; project: string };
  data?: Record<string, string>;
};

const manifestsOf = (files: Rendered, path: string): Manifest[] =>
  parseAllDocuments(files[path]!).map((document) => document.toJS() as Manifest);
const named = (name: string): Environment => environments.find((environment) => environment.name === name)!;

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  'the environment %s',
  (name, environment) => {
    it('is rendered as it stands in cdk8s/dist (npm run cdk8s:synth)', () => {
      expect(driftOf(synthesise(environment, load), readRendered(join(root, 'cdk8s', 'dist', name)))).toEqual(
        [],
      );
    });

    it('has waves in the order stores, apps, monitoring', () => {
      const sut = synthesise(environment, load);
      const waves = ['infrastructure', 'core', 'monitoring'].map((part) =>
        Number(
          manifestsOf(sut, `apps/heliostat-${part}.yaml`)[0]!.metadata.annotations![
            'argocd.argoproj.io/sync-wave'
          ],
        ),
      );
      expect(waves).toEqual([...waves].sort());
      expect(new Set(waves).size).toBe(3);
    });

    it('lets the project read one repository and write the namespaces that its Applications name, and no other', () => {
      const sut = synthesise(environment, load);
      const project = manifestsOf(sut, 'root.yaml').find(
        ({ metadata }) => metadata.name === 'heliostat' && metadata.finalizers,
      )!;
      const apps = Object.keys(sut).filter((path) => path.startsWith('apps/'));
      const used = new Set(
        apps
          .flatMap((path) => manifestsOf(sut, path))
          .map(({ spec }) => (spec.destination as { namespace: string }).namespace),
      );
      expect(project.kind).toBe('AppProject');
      expect(
        (project.spec.destinations as { namespace: string }[]).map(({ namespace }) => namespace).sort(),
      ).toEqual([...used].sort());
      expect(project.spec.sourceRepos).toEqual([environment.source.repoURL]);
    });

    it('never removes the stores with their Application', () => {
      const [stores] = manifestsOf(synthesise(environment, load), 'apps/heliostat-infrastructure.yaml');
      expect(stores!.metadata.finalizers).toBeUndefined();
    });
  },
);

describe(synthesise.name, () => {
  it('gives the values of a chart inline', () => {
    const sut = manifestsOf(synthesise(named('dev'), load), 'apps/heliostat-core.yaml')[0]!;
    expect(sut.spec.source).toMatchObject({
      path: 'charts/heliostat-core',
      helm: { releaseName: 'heliostat-core', valuesObject: { proxy: { replicas: 1 } } },
    });
  });

  it('leaves out stores where all are outside', () => {
    const { infrastructure: _infrastructure, ...rest } = named('production');
    expect(Object.keys(synthesise(rest, load))).not.toContain('apps/heliostat-infrastructure.yaml');
  });

  it('watches and may write the namespaces that it is put into', () => {
    const spaces = { heliostat: 'trial', monitoring: 'trial-monitoring' };
    const sut = synthesise({ ...named('dev'), namespaces: spaces }, load);
    const monitoring = manifestsOf(sut, 'apps/heliostat-monitoring.yaml')[0]!;
    expect(monitoring.spec).toMatchObject({
      destination: { namespace: 'trial-monitoring' },
      source: { helm: { valuesObject: { targets: { namespace: 'trial' } } } },
    });
    expect(sut['root.yaml']).not.toMatch(/namespace: (heliostat|monitoring)$/m);
  });

  it('lets the root write Applications alone, so that git cannot widen its own rights', () => {
    const sut = manifestsOf(synthesise(named('dev'), load), 'root.yaml');
    const project = sut.find(({ metadata }) => metadata.name === 'heliostat-root')!;
    expect(project.spec.namespaceResourceWhitelist).toEqual([{ group: 'argoproj.io', kind: 'Application' }]);
    expect(sut.find(({ kind }) => kind === 'Application')!.spec.project).toBe('heliostat-root');
  });

  describe('with a load test', () => {
    const sut = () => manifestsOf(synthesise(named('staging'), load), 'load/test-run.yaml');

    it("takes every script of load/ with what it imports, and leaves k6's own modules", () => {
      const [map] = sut();
      expect(Object.keys(map!.data!)).toEqual(
        expect.arrayContaining(['constant-rate.js', 'soak.js', 'streams.js']),
      );
      for (const script of Object.values(map!.data!)) {
        const imports = [...script.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, from]) => from!);
        expect(imports.length).toBeGreaterThan(0);
        for (const from of imports) expect(from).toMatch(/^k6(\/|$)/);
      }
    });

    it('runs one of them after each change, with the key from its Secret', () => {
      const [, run] = sut();
      expect(run).toMatchObject({
        kind: 'TestRun',
        metadata: { annotations: { 'argocd.argoproj.io/hook': 'PostSync' } },
        spec: { script: { configMap: { name: 'heliostat-load', file: 'constant-rate.js' } } },
      });
      expect((run!.spec.runner as { env: unknown[] }).env).toContainEqual({
        name: 'API_KEY',
        valueFrom: { secretKeyRef: { name: 'heliostat-owner', key: 'api-key' } },
      });
    });

    it('is another when what it tests is another', () => {
      const staging = named('staging');
      const changed = { ...staging, core: { ...staging.core, logLevel: 'debug' as const } };
      const tested = (environment: Environment) =>
        manifestsOf(synthesise(environment, load), 'load/test-run.yaml')[0]!.metadata.annotations![
          'heliostat/tested'
        ];
      expect(tested(changed)).not.toBe(tested(staging));
    });

    it('names the scripts that there are when one is unknown', () => {
      const staging = named('staging');
      const sut = { ...staging, load: { ...staging.load!, script: 'none' } };
      expect(() => synthesise(sut, load)).toThrow(/has no script none; it has constant-rate\.js/);
    });
  });
});
