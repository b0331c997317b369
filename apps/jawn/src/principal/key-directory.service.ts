import { type KeyPermissions } from '@heliostat/contracts';
import { errorMessage, type Logger } from '@heliostat/platform';
import { Inject, Injectable } from '@nestjs/common';
import { ApiKeyRepository } from '../api-key/api-key.repository.js';
import { hashApiKey } from '../api-key/api-key-format.js';
import { LOGGER } from '../platform/tokens.js';
import { ChangesService } from '../postgres/changes.service.js';

export type KnownKey = { id: string; organizationId: string; permissions: KeyPermissions };
type Entry = { key: KnownKey; expires: number; touched: number };

/** The safety net below the notices. */
const maxAgeMs = 60_000;
const maxEntries = 10_000;
const touchEveryMs = 60_000;

/** API keys by their hash, cached until a notice or a minute says otherwise. */
@Injectable()
export class KeyDirectoryService {
  private readonly entries = new Map<string, Entry>();
  /** Counts what was forgotten: an answer that was under way meanwhile may be old and is not kept. */
  private forgotten = 0;

  constructor(
    private readonly repository: ApiKeyRepository,
    changes: ChangesService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    changes.on('api-key', (hash) => this.forget(hash));
    changes.onGap(() => this.forgetAll());
  }

  /** Null for a key that does not exist or is revoked. */
  async find(key: string, now = Date.now()): Promise<KnownKey | null> {
    const hash = hashApiKey(key);
    const cached = this.entries.get(hash);
    if (cached && cached.expires > now) {
      this.touch(cached, now);
      return cached.key;
    }
    const before = this.forgotten;
    const found = await this.repository.findActive(hash);
    if (!found) {
      this.entries.delete(hash);
      return null;
    }
    const entry = { key: found, expires: now + maxAgeMs, touched: cached?.touched ?? 0 };
    this.touch(entry, now);
    if (before === this.forgotten) this.keep(hash, entry);
    return found;
  }

  private keep(hash: string, entry: Entry): void {
    if (this.entries.size >= maxEntries) {
      const oldest = this.entries.keys().next();
      if (!oldest.done) this.entries.delete(oldest.value);
    }
    this.entries.set(hash, entry);
  }

  private touch(entry: Entry, now: number): void {
    if (now - entry.touched < touchEveryMs) return;
    entry.touched = now;
    this.repository
      .touch(entry.key.id)
      .catch((error: unknown) =>
        this.logger.warn({ error: errorMessage(error) }, "a key's last use is not noted"),
      );
  }

  private forget(hash: string): void {
    this.forgotten++;
    this.entries.delete(hash);
  }

  private forgetAll(): void {
    this.forgotten++;
    this.entries.clear();
  }
}
