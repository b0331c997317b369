import { App, Chart } from 'cdk8s';
import { stringify } from 'yaml';
import { ArgoApplication, type ArgoApplicationProps } from '../constructs/argo-application.js';
import { ArgoProject } from '../constructs/argo-project.js';
import { LoadTestRun } from '../constructs/load-test.js';
import { ProviderSimulator } from '../constructs/provider-simulator.js';
import type { MonitoringValues } from '../generated/heliostat-monitoring.js';
import { type Environment, namespaces } from '../environments/environment.js';

const project = 'heliostat';
const rootProject = 'heliostat-root';
const application = { group: 'argoproj.io', kind: 'Application' };
const simulatorImage = 'heliostat/simulator:0.1.0';
/** Where in the repository the rendered files are. */
export const renderedFolder = 'cdk8s/dist';

/** Files by their paths below the environment's folder. */
export type Rendered = Record<string, string>;

/**
 * Renders an environment. `root.yaml` is what a person applies once: the projects, and an Application that holds the
 * others. Argo CD reads those from `apps/`, and makes them in waves: stores, apps, monitoring, load test.
 */
export function synthesise(environment: Environment, loadFolder: string): Rendered {
  const { name, source, infrastructure, core, monitoring, load } = environment;
  const spaces = environment.namespaces ?? namespaces;
  const { heliostat: namespace } = spaces;
  const folder = `${renderedFolder}/${name}`;
  const apps = [
    ...(infrastructure
      ? [chart('infrastructure', 0, namespace, infrastructure, { cascadeDelete: false })]
      : []),
    chart('core', 1, namespace, core),
    ...(monitoring ? [chart('monitoring', 2, spaces.monitoring, watching(namespace, monitoring))] : []),
    ...(load ? [{ ...common('load', 3, namespace), path: `${folder}/load`, ownsNamespace: false }] : []),
  ];
  const files: Rendered = {
    'root.yaml': manifests((scope) => {
      new ArgoProject(scope, 'root-project', {
        name: rootProject,
        // An Application that could write AppProjects could give itself any right.
        description: 'The Applications of Heliostat',
        repoURL: source.repoURL,
        namespaces: [namespaces.argocd],
        namespacedKinds: [application],
      });
      new ArgoProject(scope, 'project', {
        name: project,
        description: 'Heliostat, its stores and its monitoring',
        repoURL: source.repoURL,
        namespaces: [...new Set(apps.map(({ namespace }) => namespace))],
        clusterKinds: [{ group: '', kind: 'Namespace' }],
      });
      new ArgoApplication(scope, 'root', {
        name: 'heliostat',
        project: rootProject,
        source,
        path: `${folder}/apps`,
        namespace: namespaces.argocd,
        cascadeDelete: true,
      });
    }),
  };
  for (const app of apps)
    files[`apps/${app.name}.yaml`] = manifests(
      (scope) => new ArgoApplication(scope, app.name, { ...app, source }),
    );
  if (load) {
    files['load/simulator.yaml'] = manifests(
      (scope) => new ProviderSimulator(scope, 'simulator', { namespace, image: simulatorImage }),
    );
    files['load/test-run.yaml'] = manifests(
      (scope) =>
        new LoadTestRun(scope, 'load', {
          namespace,
          folder: loadFolder,
          test: load,
          tested: { source, infrastructure, core },
        }),
    );
  }
  return files;
}

type AppProps = Omit<ArgoApplicationProps, 'source'>;

const common = (part: string, wave: number, namespace: string) => ({
  name: `heliostat-${part}`,
  project,
  wave,
  namespace,
  cascadeDelete: true,
  ownsNamespace: true,
});

/** The values of the monitoring, which looks into the namespace where Heliostat is. */
const watching = (namespace: string, values: MonitoringValues): MonitoringValues =>
  namespace === namespaces.heliostat ? values : { ...values, targets: { ...values.targets, namespace } };

const chart = (
  part: string,
  wave: number,
  namespace: string,
  values: object,
  rest: Partial<AppProps> = {},
): AppProps => ({
  ...common(part, wave, namespace),
  path: `charts/heliostat-${part}`,
  values,
  ...rest,
});

/** The objects that `build` makes, as one YAML file. */
function manifests(build: (scope: Chart) => void): string {
  const scope = new Chart(new App(), 'heliostat');
  build(scope);
  const objects = scope.toJson() as object[];
  const header = '# Generated from cdk8s/src by `npm run cdk8s:synth`. Do not edit.\n';
  return (
    header +
    objects.map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n')
  );
}
