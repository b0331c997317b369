import { CodedError } from '@heliostat/platform';
import { readGuardSpec } from '../guard/guard-spec.js';
import { judgeRelease } from '../guard/judge-release.js';
import type { KeptDataReader } from '../guard/kept-data.js';
import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';

// Loaded only here: the client is large, and the other commands do without it.
const openCluster = async (env: NodeJS.ProcessEnv): Promise<KeptDataReader> =>
  (await import('../guard/kubernetes-kept-data.js')).openKubernetesKeptData(env);

/**
 * `heliostat guard`: compares what a release is about to keep its data in with what the cluster has, and fails when data
 * would be left behind. Changes nothing. Resolves with the exit code.
 */
export async function guard(
  options: { file: string },
  env: NodeJS.ProcessEnv,
  progress: Progress,
  open: (env: NodeJS.ProcessEnv) => Promise<KeptDataReader> = openCluster,
): Promise<number> {
  try {
    const spec = await readGuardSpec(options.file);
    const reader = await open(env);
    const secrets = spec.stores.flatMap(({ passwordIn }) => passwordIn ?? []);
    const kept = await reader.read(spec.selector, secrets);
    const refusals = judgeRelease(spec, kept);
    if (refusals.length > 0)
      throw new CodedError(
        'guard/data-at-risk',
        [
          'REFUSED: this release would leave data behind, or ask the cluster for what it cannot do. Nothing was changed.',
          ...refusals.map((words) => `  - ${words}`),
        ].join('\n'),
        409,
      );
    for (const { name, store } of kept.statefulSets) progress.note(`${store}: ${name} keeps its data`);
    progress.note('no data is left behind');
    return 0;
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
}
