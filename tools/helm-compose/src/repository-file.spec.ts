import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadComposeFile } from './file/load-compose-file.js';
import { chartOf } from './helm/target.js';
import { withNeeds } from './plan/dependency-order.js';

const root = join(import.meta.dirname, '..', '..', '..');

describe("the repository's helm-compose.yaml", () => {
  const { releases, repositories } = loadComposeFile(undefined, root).compose;

  it('names charts that are in the repository, and one of Argo CD at a fixed version', () => {
    for (const [key, { chart, chartVersion }] of Object.entries(releases)) {
      const found = chartOf(chart, root, repositories);
      if (found.repository)
        expect([key, chartVersion]).toEqual(['argo-cd', expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
      else expect(existsSync(join(found.chart, 'Chart.yaml'))).toBe(true);
    }
  });

  it('installs Heliostat and its monitoring without anything from the network', () => {
    for (const key of withNeeds(releases, ['heliostat-monitoring']))
      expect(chartOf(releases[key]!.chart, root, repositories).repository).toBeUndefined();
  });

  it('reads no file that a fresh clone does not have', () => {
    const files = Object.values(releases).flatMap(({ valueFiles = [] }) => valueFiles);
    for (const entry of files) expect(entry).toMatchObject({ optional: true });
  });

  it('closes every namespace that it makes to privileged pods', () => {
    for (const { createNamespace, namespaceLabels } of Object.values(releases))
      if (createNamespace)
        expect(namespaceLabels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
  });
});
