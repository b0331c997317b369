import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { customSpecs } from '../schemas/custom-kinds.js';
import { kubernetesSchemas, schemaOf, SchemaVersion } from './assert-valid-manifests.js';
import { runTool } from './helm.js';

/** Writes one schema file for each kind, named as kubeconform looks them up. */
export function writeKubeconformSchemas(folder: string, version: SchemaVersion): void {
  mkdirSync(folder, { recursive: true });
  for (const id of [...Object.keys(kubernetesSchemas(version).kinds), ...Object.keys(customSpecs)]) {
    const [kind = '', ...api] = id.split('/').reverse();
    const [group = '', ...versions] = api.reverse();
    const suffix = [group.split('.')[0], ...versions].join('-');
    const file = `${kind}-${suffix}.json`.toLowerCase();
    writeFileSync(join(folder, file), JSON.stringify(schemaOf(id, version)));
  }
}

/** Checks rendered YAML with kubeconform, against our schemas; throws with its words. */
export async function kubeconform(text: string, version: SchemaVersion): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'heliostat-schemas-'));
  try {
    writeKubeconformSchemas(folder, version);
    const location = join(folder, '{{.ResourceKind}}{{.KindSuffix}}.json');
    await runTool('kubeconform', ['-strict', '-summary', '-schema-location', location, '-'], { input: text });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
