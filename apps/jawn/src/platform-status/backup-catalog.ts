import { type BackupStore, type BackupStoreConfig, openBackupStore, summarise } from '@heliostat/backup';
import { type PlatformBackup } from '@heliostat/contracts';
import { CodedError, errorMessage } from '@heliostat/platform';
import { withLimit } from './with-limit.js';

/** The backups that are there, as their manifests tell. */
export class BackupCatalog {
  private store?: BackupStore;

  constructor(
    private readonly config: BackupStoreConfig,
    private readonly open: (config: BackupStoreConfig) => BackupStore = openBackupStore,
    private readonly limitMs = 8_000,
  ) {}

  /** In words; null while the settings name no place. */
  where(): string | null {
    try {
      return this.opened().where;
    } catch {
      return null;
    }
  }

  /** Newest first. Throws `platform/backups`. */
  async list(): Promise<PlatformBackup[]> {
    return this.guarded(async (store) => (await store.manifests()).map(summarise));
  }

  /** One backup. Throws `platform/no-backup` (404). */
  async find(id: string): Promise<PlatformBackup> {
    const { manifest, fault } = await this.guarded((store) => store.set(id));
    if (manifest) return summarise(manifest);
    throw new CodedError(
      'platform/no-backup',
      fault ? `The backup ${id} cannot be used: ${fault}` : `There is no complete backup ${id}`,
      404,
    );
  }

  async close(): Promise<void> {
    await this.store?.close();
  }

  private opened(): BackupStore {
    return (this.store ??= this.open(this.config));
  }

  private async guarded<T>(work: (store: BackupStore) => Promise<T>): Promise<T> {
    try {
      return await withLimit(this.limitMs, work(this.opened()));
    } catch (error) {
      throw new CodedError('platform/backups', `Backups cannot be listed: ${errorMessage(error)}`, 503, {
        cause: error,
      });
    }
  }
}
