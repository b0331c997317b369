import { isDeepStrictEqual } from 'node:util';
import { CodedError } from '@heliostat/platform';
import type { Release } from '../file/compose-file.schema.js';
import { withoutMarks } from '../file/expand-variables.js';
import { templateCall } from '../helm/helm-arguments.js';
import { sameTarget } from '../helm/target.js';
import { reversed, withNeeds } from '../plan/dependency-order.js';
import { runInOrder, type Outcome } from '../plan/run-in-order.js';
import type { Revision } from '../state/revision-store.js';
import type { ComposeContext } from './compose-context.js';
import { bringUp, guarded, isInstalled, skipReason, takeDown, targetIn } from './release-work.js';
import { summarise } from './summary.js';

export type UpOptions = { parallel: number; dryRun: boolean };
type Releases = Record<string, Release>;

/**
 * Installs or upgrades the releases named, with what they need, or all. When all are meant, releases that the last
 * revision had and the file no longer has are uninstalled first: what takes their place may own the same objects.
 */
export async function up(context: ComposeContext, named: string[], options: UpOptions): Promise<number> {
  const { file, report } = context;
  const all = file.compose.releases;
  const chosen = pick(all, named);
  const revisions = context.revisions();
  const entries = await revisions.list();
  const last = entries.at(-1) && (await revisions.read(entries.at(-1)!.number));
  const before = last?.releases ?? {};
  const has = (releases: Releases, key: string, release: Release) =>
    Object.entries(releases).some(([other, known]) =>
      sameTarget(targetIn(context, other, known), targetIn(context, key, release)),
    );
  const gone = filter(before, (key, release) => !has(all, key, release));
  const removed = named.length > 0 ? {} : gone;
  report.align([...Object.keys(chosen), ...Object.keys(removed)]);

  const skips = new Map<string, string>();
  for (const [key, release] of Object.entries(chosen)) {
    const reason = await skipReason(context, key, release, has(before, key, release));
    if (reason) skips.set(key, reason);
  }
  if (options.dryRun) return plan(context, chosen, removed, skips);

  const outcomes = new Map<string, Outcome>();
  const run = async (
    releases: Releases,
    order: Releases | ReturnType<typeof reversed>,
    work: typeof bringUp,
  ) => {
    const results = await runInOrder(order, {
      parallel: options.parallel,
      signal: context.signal,
      work: guarded((key) => {
        const skip = skips.get(key);
        if (skip) return Promise.resolve({ state: 'skipped', words: skip });
        report.started(key);
        return work(context, key, releases[key]!);
      }),
      onSettled: (key, outcome) => report.settled(key, outcome),
    });
    for (const [key, outcome] of results) outcomes.set(key, outcome);
    return results;
  };
  const uninstalled = await run(removed, reversed(removed), takeDown);
  if (!context.signal.aborted) {
    // Kept before the installs begin: whatever ends this run, the next one knows what may be there.
    const kept = filter(gone, (key) => uninstalled.get(key)?.state !== 'done');
    const touched = filter(
      all,
      (key, release) => (key in chosen && !skips.has(key)) || has(before, key, release),
    );
    await keep(context, last, { ...rekeyed(kept, touched), ...touched });
    await run(chosen, chosen, bringUp);
  }
  return summarise(report, outcomes);
}

async function keep(context: ComposeContext, last: Revision | undefined, releases: Releases): Promise<void> {
  const { apiVersion, repositories } = context.file.compose;
  const next = withoutMarks({ apiVersion, releases, ...(repositories ? { repositories } : {}) });
  if (last && isDeepStrictEqual(last, next)) return;
  const store = context.revisions();
  context.report.line(`revision ${await store.add(next)} (${store.place})`);
}

/** Says what a run would do. Each chart is rendered, so that wrong values are found; the cluster is only read. */
async function plan(
  context: ComposeContext,
  chosen: Releases,
  removed: Releases,
  skips: Map<string, string>,
): Promise<number> {
  const { report, helm, calls } = context;
  const outcomes = new Map<string, Outcome>();
  const settle = (key: string, outcome: Outcome) => {
    outcomes.set(key, outcome);
    report.settled(key, outcome);
  };
  for (const [key, release] of Object.entries(removed)) {
    const { namespace } = targetIn(context, key, release);
    settle(key, { state: 'done', words: `would be uninstalled from ${namespace}: no longer in the file` });
  }
  for (const [key, release] of Object.entries(chosen)) {
    const look = guarded(async () => {
      const skip = skips.get(key);
      if (skip) return { state: 'skipped', words: skip };
      const target = targetIn(context, key, release);
      const { args, input } = templateCall(key, release, calls);
      const { code, stderr } = await helm.run(args, input);
      if (code !== 0) return { state: 'failed', words: stderr.trim().replace(/^Error: /, '') };
      const verb = (await isInstalled(context, target)) ? 'upgraded' : 'installed';
      return { state: 'done', words: `would be ${verb} in ${target.namespace}` };
    });
    settle(key, await look(key));
  }
  return summarise(report, outcomes);
}

function pick(all: Releases, named: string[]): Releases {
  const unknown = named.filter((key) => !Object.hasOwn(all, key));
  if (unknown.length > 0)
    throw new CodedError(
      'compose/unknown-release',
      `The file has no release ${unknown.join(', ')}; it has ${Object.keys(all).join(', ')}.`,
      400,
    );
  if (named.length === 0) return all;
  const chosen = withNeeds(all, named);
  return filter(all, (key) => chosen.includes(key));
}

const filter = (releases: Releases, test: (key: string, release: Release) => boolean): Releases =>
  Object.fromEntries(Object.entries(releases).filter(([key, release]) => test(key, release)));

/** Entries whose keys are taken by others get one of their own, with the old key as the release's name. */
const rekeyed = (releases: Releases, taken: Releases): Releases =>
  Object.fromEntries(
    Object.entries(releases).map(([key, release]) =>
      key in taken ? [`${key}.${release.namespace ?? 'default'}`, { name: key, ...release }] : [key, release],
    ),
  );
