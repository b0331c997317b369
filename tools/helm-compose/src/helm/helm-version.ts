import { CodedError } from '@heliostat/platform';
import type { HelmRunner } from './helm-runner.js';

/** The major version of the helm at hand: some flags have other names in 4. */
export async function helmMajor(helm: HelmRunner): Promise<number> {
  const { stdout, stderr, code } = await helm.run(['version', '--short']);
  const major = Number(/^v?(\d+)\./.exec(stdout.trim())?.[1]);
  if (code !== 0 || !(major >= 3))
    throw new CodedError('compose/helm-version', `Helm 3 or newer is needed: ${(stderr || stdout).trim()}`);
  return major;
}
