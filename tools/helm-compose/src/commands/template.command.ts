import { CodedError } from '@heliostat/platform';
import { explainFailure } from '../helm/explain-failure.js';
import { templateCall } from '../helm/helm-arguments.js';
import { dependencyOrder } from '../plan/dependency-order.js';
import type { ComposeContext } from './compose-context.js';
import { targetIn } from './release-work.js';

/** Prints the manifests of the releases named, or of all, in the order of their needs. Needs no cluster. */
export async function template(context: ComposeContext, named: string[]): Promise<number> {
  const { releases } = context.file.compose;
  const unknown = named.filter((key) => !Object.hasOwn(releases, key));
  if (unknown.length > 0)
    throw new CodedError('compose/unknown-release', `The file has no release ${unknown.join(', ')}.`, 400);
  let code = 0;
  for (const key of dependencyOrder(releases)) {
    if (named.length > 0 && !named.includes(key)) continue;
    if (context.signal.aborted) return 1;
    const release = releases[key]!;
    const { args, input } = templateCall(key, release, context.calls);
    const result = await context.helm.run(args, input);
    if (result.code === 0) context.print(result.stdout.endsWith('\n') ? result.stdout : `${result.stdout}\n`);
    else {
      code = 1;
      context.report.fail(
        `${key}: ${explainFailure(result, release, targetIn(context, key, release), context.calls)}`,
      );
    }
  }
  return code;
}
