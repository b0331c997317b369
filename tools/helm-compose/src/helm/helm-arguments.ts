import { CodedError } from '@heliostat/platform';
import { existsSync } from 'node:fs';
import { stringify } from 'yaml';
import type { Release } from '../file/compose-file.schema.js';
import { expandVariables } from '../file/expand-variables.js';
import { chartOf, fileIn, targetOf, type Target } from './target.js';

export type HelmContext = {
  folder: string;
  env: NodeJS.ProcessEnv;
  major: number;
  repositories?: Record<string, string> | undefined;
};

/** A call of helm. Values go through its standard input: no file with secrets, and none in the list of processes. */
export type HelmCall = { args: string[]; input?: string };

const flag = (name: string, value: string | number | undefined) =>
  value === undefined ? [] : [name, String(value)];
const toggle = (name: string, on: boolean | undefined) => (on ? [name] : []);

const clusterFlags = ({ namespace, kubeconfig, kubecontext }: Target) => [
  '--namespace',
  namespace,
  ...flag('--kubeconfig', kubeconfig),
  ...flag('--kube-context', kubecontext),
];

/** `helm upgrade --install` of an entry. */
export function upgradeCall(key: string, release: Release, context: HelmContext): HelmCall {
  const target = targetOf(key, release, context.folder, context.env);
  const { values, ...source } = sourceOf(key, release, context);
  return {
    args: [
      'upgrade',
      '--install',
      target.release,
      ...source.args,
      ...clusterFlags(target),
      ...toggle('--create-namespace', release.createNamespace),
      ...toggle(context.major >= 4 ? '--force-replace' : '--force', release.forceUpdate),
      ...flag('--history-max', release.historyMax),
      ...toggle('--cleanup-on-fail', release.cleanupOnFail ?? release.cleanUpOnFail),
      ...flag('--timeout', release.timeout),
      ...toggle('--wait', release.wait ?? true),
      ...toggle('--skip-crds', release.skipCrds),
      ...values.args,
    ],
    input: values.input,
  };
}

/** `helm template` of an entry. */
export function templateCall(key: string, release: Release, context: HelmContext): HelmCall {
  const { namespace, ...target } = targetOf(key, release, context.folder, context.env);
  const { values, ...source } = sourceOf(key, release, context);
  return {
    args: [
      'template',
      target.release,
      ...source.args,
      '--namespace',
      namespace,
      ...(release.skipCrds ? ['--skip-crds'] : ['--include-crds']),
      ...values.args,
    ],
    input: values.input,
  };
}

/** `helm uninstall` of an entry. */
export function uninstallCall(key: string, release: Release, context: HelmContext): HelmCall {
  const target = targetOf(key, release, context.folder, context.env);
  return {
    args: [
      'uninstall',
      target.release,
      ...clusterFlags(target),
      // Without it the next install meets objects that are still going.
      '--wait',
      ...flag('--cascade', release.deletionStrategy),
      ...flag('--timeout', release.deletionTimeout),
      ...toggle('--no-hooks', release.deletionNoHooks),
      ...toggle('--keep-history', release.keepHistory),
    ],
  };
}

/** `helm status` of an entry, as JSON. */
export const statusCall = (target: Target): HelmCall => ({
  args: ['status', target.release, ...clusterFlags(target), '--output', 'json'],
});

function sourceOf(key: string, release: Release, { folder, env, repositories }: HelmContext) {
  const { chart, repository } = chartOf(release.chart, folder, repositories);
  const values = release.values ?? {};
  const input =
    Object.keys(values).length > 0
      ? stringify(expandVariables(values, env, `releases.${key}.values`))
      : undefined;
  const renderer = release.postRenderer;
  return {
    args: [
      chart,
      ...flag('--repo', repository),
      ...flag('--version', release.chartVersion),
      ...toggle('--dependency-update', release.dependencyUpdate),
      ...toggle('--insecure-skip-tls-verify', release.skipTlsVerify),
      ...flag('--ca-file', release.caFile && fileIn(folder, release.caFile)),
      ...flag('--cert-file', release.certFile && fileIn(folder, release.certFile)),
      ...flag('--key-file', release.keyFile && fileIn(folder, release.keyFile)),
      ...flag('--post-renderer', renderer?.startsWith('.') ? fileIn(folder, renderer) : renderer),
      ...(release.postRendererArgs ?? []).flatMap((arg) => ['--post-renderer-args', arg]),
    ],
    values: {
      args: [...valueFiles(key, release, folder), ...(input === undefined ? [] : ['--values', '-'])],
      input,
    },
  };
}

function valueFiles(key: string, release: Release, folder: string): string[] {
  return (release.valueFiles ?? []).flatMap((entry, index) => {
    const { file, optional } = typeof entry === 'string' ? { file: entry, optional: false } : entry;
    if (/^https?:\/\//.test(file)) return ['--values', file];
    const path = fileIn(folder, file);
    if (existsSync(path)) return ['--values', path];
    if (optional) return [];
    throw new CodedError(
      'compose/value-file',
      `releases.${key}.valueFiles.${index}: ${path} does not exist. Make it, or write {file: ${file}, optional: true}.`,
      400,
    );
  });
}
