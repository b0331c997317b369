import type { Release } from '../file/compose-file.schema.js';
import type { HelmResult } from './helm-runner.js';
import { chartOf, type Target } from './target.js';
import type { HelmContext } from './helm-arguments.js';

/** Helm's own words, and the way out for the failures that people meet most. */
export function explainFailure(
  { stderr, stdout }: HelmResult,
  release: Release,
  target: Target,
  context: HelmContext,
): string {
  const words = (stderr.trim() || stdout.trim())
    .split('\n')
    .filter((line) => !/^(WARNING|W\d{4}|I\d{4}|level=(WARN|INFO|DEBUG))\b/i.test(line))
    .join('\n')
    .replace(/^Error: /, '');
  const advice = adviceFor(words, release, target, context);
  return advice ? `${words}\n${advice}` : words;
}

function adviceFor(
  words: string,
  release: Release,
  target: Target,
  context: HelmContext,
): string | undefined {
  const at = `${target.release} --namespace ${target.namespace}`;
  const { repository, chart } = chartOf(release.chart, context.folder, context.repositories);
  if (/another operation .* is in progress/.test(words))
    return `An earlier run was cut off. \`helm history ${at}\` shows it; \`helm rollback ${at}\` or \`helm uninstall ${at}\` ends it. Then run this again.`;
  if (
    repository &&
    /looks like .* is not a valid chart repository|failed to fetch|cannot be reached|dial tcp/.test(words)
  )
    return `The chart repository ${repository} cannot be used from here. Behind a proxy, set HTTPS_PROXY; without a network, fetch the chart elsewhere (helm pull ${chart}${release.chartVersion ? ` --version ${release.chartVersion}` : ''} --repo ${repository}) and name the file as its chart.`;
  if (/missing in charts\/ directory/.test(words))
    return 'The charts that it is made of are not there: set dependencyUpdate: true, or run `helm dependency build` on it.';
  if (/unreachable|connection refused|no configuration has been provided/.test(words))
    return 'Helm cannot reach the cluster. `kubectl cluster-info` shows which one it would be.';
  return undefined;
}
