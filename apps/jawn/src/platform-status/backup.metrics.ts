import { type PlatformBackup } from '@heliostat/contracts';
import { Gauge, type Registry } from 'prom-client';
import { Cached } from './cached.js';

/** Manifests are small, but they lie in an object store: once a minute is enough for an alert of hours. */
const maxAgeMs = 60_000;

/**
 * When the last backup was made, how long it took and how much it added. Of backups of different stores those with the
 * most count: an hourly one of Postgres must not hide that the nightly one of everything is missing. Where there is
 * none, or the bucket cannot be read, nothing is shown, and the alert for absence goes off.
 */
export function addBackupMetrics(registry: Registry, list: () => Promise<PlatformBackup[]>): void {
  const newest = new Cached(async () => newestOfMostStores(await list()), maxAgeMs);
  const gauge = (name: string, help: string, read: (backup: PlatformBackup) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.reset();
        const backup = await newest.get().catch(() => undefined);
        // `reset` leaves a gauge without labels at 0, which would read as 1970.
        if (backup) this.set(read(backup));
        else this.remove();
      },
    });
  gauge(
    'heliostat_backup_last_success_timestamp_seconds',
    'When the last complete backup ended',
    ({ finishedAt }) => Date.parse(finishedAt) / 1000,
  );
  gauge('heliostat_backup_last_duration_seconds', 'How long it took', ({ seconds }) => seconds);
  gauge('heliostat_backup_last_bytes', 'How much it added', ({ bytes }) => bytes);
}

/** `backups` come newest first. */
function newestOfMostStores(backups: readonly PlatformBackup[]): PlatformBackup | undefined {
  const most = Math.max(0, ...backups.map(({ stores }) => stores.length));
  return backups.find(({ stores }) => stores.length === most);
}
