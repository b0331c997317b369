import { homedir } from 'node:os';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Release } from '../file/compose-file.schema.js';

/** Which Helm release in which cluster an entry of the file means. */
export type Target = { release: string; namespace: string; kubeconfig?: string; kubecontext?: string };

/** Fills what the entry leaves out: its key is its name, and the namespace is that of `helm --namespace`. */
export function targetOf(key: string, release: Release, folder: string, env: NodeJS.ProcessEnv): Target {
  return {
    release: release.name ?? key,
    namespace: release.namespace ?? (env.HELM_NAMESPACE || 'default'),
    ...(release.kubeconfig ? { kubeconfig: fileIn(folder, release.kubeconfig) } : {}),
    ...(release.kubecontext ? { kubecontext: release.kubecontext } : {}),
  };
}

/** Whether two entries mean one release: then a change of its key does not uninstall it. */
export const sameTarget = (a: Target, b: Target): boolean =>
  a.release === b.release &&
  a.namespace === b.namespace &&
  a.kubeconfig === b.kubeconfig &&
  a.kubecontext === b.kubecontext;

/** A path of the compose file, which is relative to the file and may begin with ~. */
export const fileIn = (folder: string, path: string): string =>
  /^~(\/|$)/.test(path) ? join(homedir(), path.slice(1)) : resolve(folder, path);

/** A chart: a folder or archive beside the file, one of a repository that the file names, or what helm makes of it. */
export function chartOf(
  chart: string,
  folder: string,
  repositories: Record<string, string> = {},
): { chart: string; repository?: string } {
  if (/^(\.{1,2}|~)?\//.test(chart)) return { chart: fileIn(folder, chart) };
  const [first = '', ...rest] = chart.split('/');
  const url = Object.hasOwn(repositories, first) ? repositories[first] : undefined;
  if (url?.startsWith('oci://')) return { chart: [url.replace(/\/$/, ''), ...rest].join('/') };
  if (url) return { chart: rest.join('/'), repository: url };
  return {
    chart: !chart.includes('://') && existsSync(resolve(folder, chart)) ? resolve(folder, chart) : chart,
  };
}
