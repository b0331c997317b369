import { CodedError } from '@heliostat/platform';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveSchemas, OpenApi } from '../schemas/derive-schemas.js';
import { kubernetesKinds } from '../schemas/kubernetes-kinds.js';

/**
 * Writes the strict schemas of one version of Kubernetes, from the OpenAPI document that its sources carry (its Go
 * module). Needs `go`; run it only to add a version or a kind.
 */
export function writeKubernetesSchemas(folder: string, release: string): string {
  const module = `k8s.io/kubernetes@v${release}`;
  const said = execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8' });
  const { Dir, Error: fault } = JSON.parse(said) as { Dir?: string; Error?: string };
  if (!Dir) throw new CodedError('charts/schemas', `${module} could not be had: ${fault ?? said}`);
  const openApi = JSON.parse(
    readFileSync(join(Dir, 'api', 'openapi-spec', 'swagger.json'), 'utf8'),
  ) as OpenApi;
  const version = release.split('.').slice(0, 2).join('.');
  const file = join(folder, `kubernetes-${version}.json`);
  writeFileSync(file, `${JSON.stringify(deriveSchemas(openApi, release, kubernetesKinds))}\n`);
  return file;
}
