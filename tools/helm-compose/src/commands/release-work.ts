import { CodedError, errorMessage } from '@heliostat/platform';
import type { Release } from '../file/compose-file.schema.js';
import { explainFailure } from '../helm/explain-failure.js';
import { statusCall, uninstallCall, upgradeCall } from '../helm/helm-arguments.js';
import type { HelmResult } from '../helm/helm-runner.js';
import { targetOf, type Target } from '../helm/target.js';
import type { Outcome } from '../plan/run-in-order.js';
import type { ComposeContext } from './compose-context.js';

export const targetIn = ({ calls }: ComposeContext, key: string, release: Release): Target =>
  targetOf(key, release, calls.folder, calls.env);

const isNotFound = ({ code, stderr }: HelmResult) => code !== 0 && /not found/i.test(stderr);

/** Whether helm knows the release. */
export async function isInstalled(context: ComposeContext, target: Target): Promise<boolean> {
  const result = await context.helm.run(statusCall(target).args);
  if (result.code === 0) return true;
  if (isNotFound(result)) return false;
  throw new CodedError('compose/helm', result.stderr.trim() || `helm status ended with code ${result.code}`);
}

/** Why the release is not to be installed: what it would bring is there already, from someone else. */
export async function skipReason(
  context: ComposeContext,
  key: string,
  release: Release,
  isOurs: boolean,
): Promise<string | undefined> {
  if (!release.skipIfPresent || isOurs) return undefined;
  const target = targetIn(context, key, release);
  const cluster = context.openCluster(target);
  for (const crd of release.skipIfPresent.crds) {
    const owner = await cluster.findCrd(crd);
    if (!owner) continue;
    // Charts leave their definitions behind: one that this release left must not keep it from coming back.
    const isLeftover =
      owner.release === target.release &&
      owner.namespace === target.namespace &&
      !(await isInstalled(context, target));
    if (!isLeftover) return `skipped: the cluster has ${crd} already`;
  }
  return undefined;
}

/** Installs or upgrades one entry. */
export async function bringUp(context: ComposeContext, key: string, release: Release): Promise<Outcome> {
  const target = targetIn(context, key, release);
  if (release.namespaceLabels) {
    const cluster = context.openCluster(target);
    const others = await cluster.ensureNamespace(target.namespace, release.namespaceLabels);
    if (others.length > 0)
      context.report.warn(`The namespace ${target.namespace} keeps its own labels: ${others.join(', ')}`);
  }
  const { args, input } = upgradeCall(key, release, context.calls);
  const result = await context.helm.run(args, input);
  if (result.code === 0) return { state: 'done', ...readUpgrade(result.stdout, target) };
  if (context.signal.aborted) return interrupted(context, target);
  const words = explainFailure(result, release, target, context.calls);
  return { state: 'failed', words: [words, ...(await troubles(context, target))].join('\n') };
}

/** Uninstalls one entry; one that is not there is no failure. */
export async function takeDown(context: ComposeContext, key: string, release: Release): Promise<Outcome> {
  const target = targetIn(context, key, release);
  const result = await context.helm.run(uninstallCall(key, release, context.calls).args);
  if (result.code === 0) return { state: 'done', words: 'uninstalled' };
  if (context.signal.aborted) return interrupted(context, target);
  if (isNotFound(result) && /release/i.test(result.stderr))
    return { state: 'done', words: 'was not installed' };
  return { state: 'failed', words: explainFailure(result, release, target, context.calls) };
}

/** Turns whatever is thrown into the release's failure, so that the others go on. */
export const guarded =
  (work: (key: string) => Promise<Outcome>) =>
  (key: string): Promise<Outcome> =>
    work(key).catch((error: unknown) => ({ state: 'failed', words: errorMessage(error) }));

function readUpgrade(stdout: string, { namespace }: Target): { words: string; notes?: string } {
  const revision = /^REVISION: (\d+)$/m.exec(stdout)?.[1];
  const isNew = revision === '1';
  const notes = /^NOTES:\n([\s\S]+)$/m.exec(stdout)?.[1]?.trim();
  const words = `${isNew ? 'installed' : 'upgraded'} in ${namespace}${revision ? `, revision ${revision}` : ''}`;
  return { words, ...(isNew && notes ? { notes } : {}) };
}

async function interrupted(context: ComposeContext, target: Target): Promise<Outcome> {
  const { code, stdout } = await context.helm.run(statusCall(target).args);
  const state = code === 0 ? statusIn(stdout) : 'not installed';
  return { state: 'interrupted', words: `stopped while under way; helm has it as: ${state}` };
}

function statusIn(json: string): string {
  try {
    return (JSON.parse(json) as { info?: { status?: string } }).info?.status ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** What keeps the release's pods from being ready; helm itself says only that it waited too long. */
async function troubles(context: ComposeContext, target: Target): Promise<string[]> {
  try {
    return await context.openCluster(target).listTroubles(target.namespace, target.release);
  } catch {
    // Helm's own words come first; a cluster that cannot be asked has been named by them.
    return [];
  }
}
