import { storesOf, type Manifest } from './manifest.schema.js';
import type { StoreName } from './store-names.js';

export type BackupSummary = {
  id: string;
  startedAt: string;
  finishedAt: string;
  seconds: number;
  version: string;
  stores: StoreName[];
  /** What this backup added: of the objects only those that no earlier backup had. */
  bytes: number;
};

/** A backup in a few numbers, for lists and metrics. */
export function summarise(manifest: Manifest): BackupSummary {
  const { id, startedAt, finishedAt, version, stores } = manifest;
  const { postgres, clickhouse, objects } = stores;
  return {
    id,
    startedAt,
    finishedAt,
    seconds: (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000,
    version,
    stores: storesOf(manifest),
    bytes: (postgres?.bytes ?? 0) + (clickhouse?.bytes ?? 0) + (objects?.copied.bytes ?? 0),
  };
}
