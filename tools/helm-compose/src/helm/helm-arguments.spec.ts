import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseSchema, type Release } from '../file/compose-file.schema.js';
import { explainFailure } from './explain-failure.js';
import { templateCall, uninstallCall, upgradeCall, type HelmContext } from './helm-arguments.js';

let folder: string;
let context: HelmContext;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'helm-arguments-'));
  mkdirSync(join(folder, 'charts', 'core'), { recursive: true });
  writeFileSync(join(folder, 'values.yaml'), '');
  const repositories = { argo: 'https://example.com/charts', registry: 'oci://example.com/charts/' };
  context = { folder, env: { HELM_NAMESPACE: 'given' }, major: 3, repositories };
});
afterAll(() => rmSync(folder, { recursive: true }));

const release = (keys: Partial<Release>): Release => releaseSchema.parse({ chart: './charts/core', ...keys });
/** What follows a flag in a call. */
const after = (args: string[], flag: string) => args[args.indexOf(flag) + 1];

describe(upgradeCall.name, () => {
  const chartIn = (chart: string) => upgradeCall('core', release({ chart }), context).args.slice(2, 6);

  it.each<[string, string, () => string[]]>([
    ['a folder beside the file', './charts/core', () => [join(folder, 'charts/core')]],
    ['a folder without a dot', 'charts/core', () => [join(folder, 'charts/core')]],
    [
      'one of a repository of the file',
      'argo/argo-cd',
      () => ['argo-cd', '--repo', 'https://example.com/charts'],
    ],
    ['one of a registry of the file', 'registry/core', () => ['oci://example.com/charts/core']],
    ["one of helm's own repositories", 'bitnami/redis', () => ['bitnami/redis']],
    ['one of a registry', 'oci://example.com/core', () => ['oci://example.com/core']],
  ])('takes a chart that is %s', (_what, chart, expected) => {
    expect(chartIn(chart)).toEqual(expect.arrayContaining(expected()));
    if (!chart.startsWith('argo/')) expect(chartIn(chart)).not.toContain('--repo');
  });

  it("installs into helm's --namespace where the file names none", () => {
    expect(after(upgradeCall('core', release({}), context).args, '--namespace')).toBe('given');
  });

  it('passes every setting on', () => {
    const keys = {
      createNamespace: true,
      historyMax: 3,
      cleanupOnFail: true,
      timeout: '9m',
      skipCrds: true,
      chartVersion: '1.0.0',
      dependencyUpdate: true,
      skipTlsVerify: true,
      caFile: 'ca.pem',
      certFile: 'cert.pem',
      keyFile: 'key.pem',
      postRenderer: './render.sh',
      postRendererArgs: ['a', 'b'],
      kubeconfig: 'kubeconfig',
      kubecontext: 'dev',
    };
    expect(upgradeCall('core', release(keys), context).args.join(' ').replaceAll(`${folder}/`, '')).toBe(
      'upgrade --install core charts/core --version 1.0.0 --dependency-update --insecure-skip-tls-verify --ca-file ca.pem ' +
        '--cert-file cert.pem --key-file key.pem --post-renderer render.sh --post-renderer-args a --post-renderer-args b ' +
        '--namespace given --kubeconfig kubeconfig --kube-context dev --create-namespace --history-max 3 ' +
        '--cleanup-on-fail --timeout 9m --wait --skip-crds',
    );
  });

  it('does not wait where the file says so', () => {
    expect(upgradeCall('core', release({ wait: false }), context).args).not.toContain('--wait');
  });

  it('lets own values win over files, and leaves out an optional file that is not there', () => {
    const valueFiles = ['values.yaml', { file: 'mine.yaml', optional: true }];
    const { args, input } = upgradeCall('core', release({ values: { a: 1 }, valueFiles }), context);
    expect(args.slice(args.indexOf('--values'))).toEqual([
      '--values',
      join(folder, 'values.yaml'),
      '--values',
      '-',
    ]);
    expect(input).toBe('a: 1\n');
  });

  it('names a value file that is not there', () => {
    expect(() => upgradeCall('core', release({ valueFiles: ['mine.yaml'] }), context)).toThrow(
      /releases\.core\.valueFiles\.0: .*mine\.yaml does not exist/,
    );
  });
});

describe(uninstallCall.name, () => {
  it('passes every setting on', () => {
    const keys = {
      deletionStrategy: 'orphan',
      deletionTimeout: '1m',
      deletionNoHooks: true,
      keepHistory: true,
    } as const;
    expect(uninstallCall('core', release(keys), context).args.join(' ')).toBe(
      'uninstall core --namespace given --wait --cascade orphan --timeout 1m --no-hooks --keep-history',
    );
  });
});

describe(templateCall.name, () => {
  it('renders definitions too, unless they are to be left out', () => {
    expect(templateCall('core', release({}), context).args).toContain('--include-crds');
    expect(templateCall('core', release({ skipCrds: true }), context).args).toContain('--skip-crds');
  });
});

describe(explainFailure.name, () => {
  const target = { release: 'argo-cd', namespace: 'argocd' };
  const explained = (stderr: string, keys: Partial<Release> = {}) =>
    explainFailure({ code: 1, stdout: '', stderr }, release(keys), target, context);

  it("gives helm's words without its warnings", () => {
    expect(explained('WARNING: Kubernetes configuration file is group-readable\nError: no\n')).toBe('no');
  });

  it('says how to install without the chart repository', () => {
    const stderr =
      'Error: looks like "https://example.com/charts" is not a valid chart repository or cannot be reached';
    expect(explained(stderr, { chart: 'argo/argo-cd', chartVersion: '9.1.0' })).toContain(
      'helm pull argo-cd --version 9.1.0 --repo https://example.com/charts',
    );
  });

  it('says how to end an earlier run that was cut off', () => {
    const stderr = 'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress';
    expect(explained(stderr)).toContain('`helm rollback argo-cd --namespace argocd`');
  });
});
