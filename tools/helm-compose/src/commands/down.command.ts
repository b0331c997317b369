import { CodedError } from '@heliostat/platform';
import type { VolumeClaim } from '../cluster/cluster.js';
import type { Release } from '../file/compose-file.schema.js';
import type { Target } from '../helm/target.js';
import { reversed } from '../plan/dependency-order.js';
import { runInOrder } from '../plan/run-in-order.js';
import type { ComposeContext } from './compose-context.js';
import { guarded, takeDown, targetIn } from './release-work.js';
import { summarise } from './summary.js';

export type DownOptions = { parallel: number; deleteVolumes: boolean; yes: boolean };
/** Asks the person in front of it; nothing when there is none. */
export type Ask = ((question: string) => Promise<string>) | undefined;
type Claims = Map<string, { target: Target; claims: VolumeClaim[] }>;

/** Uninstalls what the last revision has, each release after those that need it. Volumes stay unless told. */
export async function down(context: ComposeContext, options: DownOptions, ask: Ask): Promise<number> {
  const { report } = context;
  const { releases, apiVersion } = await installed(context);
  if (Object.keys(releases).length === 0) {
    report.line('Nothing is installed.');
    return 0;
  }
  report.align(Object.keys(releases));
  const volumes = options.deleteVolumes ? await claimsOf(context, releases) : new Map();
  if (volumes.size > 0 && !options.yes) await confirm(volumes, ask);
  const outcomes = await runInOrder(reversed(releases), {
    parallel: options.parallel,
    signal: context.signal,
    work: guarded(async (key) => {
      report.started(key);
      const outcome = await takeDown(context, key, releases[key]!);
      if (outcome.state !== 'done') return outcome;
      const deleted = await deleteClaims(context, volumes.get(key));
      return deleted > 0
        ? { ...outcome, words: `${outcome.words}, with ${deleted} volume claim${deleted === 1 ? '' : 's'}` }
        : outcome;
    }),
    onSettled: (key, outcome) => report.settled(key, outcome),
  });
  const left = Object.entries(releases).filter(([key]) => outcomes.get(key)?.state !== 'done');
  await context.revisions().add({ apiVersion, releases: Object.fromEntries(left) });
  const code = summarise(report, outcomes);
  if (code === 0 && !options.deleteVolumes) report.line('Volumes were kept, and with them the data.');
  return code;
}

/** What is there by the last revision. Without any, what the file would install, but nothing that may be another's. */
async function installed(
  context: ComposeContext,
): Promise<{ apiVersion: string; releases: Record<string, Release> }> {
  const { compose } = context.file;
  const revisions = context.revisions();
  const last = (await revisions.list()).at(-1);
  const revision = last && (await revisions.read(last.number));
  if (revision) return revision;
  const own = Object.entries(compose.releases).filter(([, release]) => !release.skipIfPresent);
  return { apiVersion: compose.apiVersion, releases: Object.fromEntries(own) };
}

async function claimsOf(context: ComposeContext, releases: Record<string, Release>): Promise<Claims> {
  const found: Claims = new Map();
  for (const [key, release] of Object.entries(releases)) {
    const target = targetIn(context, key, release);
    const claims = await context.openCluster(target).listVolumeClaims(target.namespace, target.release);
    if (claims.length > 0) found.set(key, { target, claims });
  }
  return found;
}

async function confirm(volumes: Claims, ask: Ask): Promise<void> {
  const lines = [...volumes.values()].flatMap(({ target, claims }) =>
    claims.map(({ name, size }) => `  ${target.namespace}/${name} (${size})`),
  );
  const question = `These volume claims and the data in them will be deleted:\n${lines.join('\n')}\nType yes to go on: `;
  if (!ask)
    throw new CodedError(
      'compose/not-confirmed',
      `${question.split('\nType')[0]}\nAdd --yes when that is meant.`,
      400,
    );
  if ((await ask(question)).trim() !== 'yes')
    throw new CodedError('compose/not-confirmed', 'Nothing was done: the answer was not yes.', 400);
}

async function deleteClaims(
  context: ComposeContext,
  found: { target: Target; claims: VolumeClaim[] } | undefined,
) {
  if (!found) return 0;
  const { target, claims } = found;
  const cluster = context.openCluster(target);
  for (const { name } of claims) await cluster.deleteVolumeClaim(target.namespace, name);
  return claims.length;
}
