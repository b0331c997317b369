import type { Logger } from '@heliostat/platform';
import type { ProxyDatabase } from '../database/proxy-database.js';
import { OrgCache } from '../org-cache/org-cache.js';
import type { NoPrompt, PromptChoice, PromptStore, PromptVersion } from './prompt-store.js';

const maxEntries = 5_000;
/** Bodies are up to 1 MB each, mostly a few KB; of JSON, which takes a few times as much in memory (64 MB). */
const maxBytes = 64 * 1024 * 1024;
const sizeOf = (found: PromptVersion | NoPrompt) =>
  'missing' in found ? 0 : JSON.stringify(found.body).length;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type VersionRow = { version_id: string | null; body: Record<string, unknown> | null };

/** Prompts in Postgres, kept in memory by what was asked for; what is published is served within a second (PR-12). */
export class PostgresPromptStore implements PromptStore {
  private readonly cache: OrgCache<PromptVersion | NoPrompt>;

  constructor(
    private readonly database: ProxyDatabase,
    logger: Logger,
  ) {
    this.cache = new OrgCache({
      name: 'prompts',
      logger,
      maxEntries,
      size: { max: maxBytes, of: sizeOf },
      load: (org, key) => this.load(org, key),
    });
    database.onChange('prompt', (org) => this.cache.invalidate(org));
    database.onGap(() => this.cache.invalidateAll());
  }

  find(
    org: string,
    promptId: string,
    { environment, versionId }: PromptChoice,
  ): PromptVersion | NoPrompt | Promise<PromptVersion | NoPrompt> {
    const key =
      environment === undefined && versionId !== undefined
        ? ['version', promptId, versionId]
        : ['environment', promptId, environment ?? 'production'];
    return this.cache.get(org, JSON.stringify(key));
  }

  private async load(org: string, key: string): Promise<PromptVersion | NoPrompt> {
    const [by, promptId, chosen] = JSON.parse(key) as [string, string, string];
    // An id that is no UUID would be an error of Postgres'.
    const byVersion = by === 'version';
    const versionId = byVersion && uuid.test(chosen) ? chosen : null;
    const [row] = await this.database.query<VersionRow>(
      'find-prompt',
      `SELECT version.id AS version_id, version.body FROM prompt
       LEFT JOIN prompt_environment AS environment
         ON environment.prompt_id = prompt.id AND environment.name = $3::text
       LEFT JOIN prompt_version AS version
         ON version.prompt_id = prompt.id AND version.id = coalesce($4::uuid, environment.version_id)
       WHERE prompt.organization_id = $1 AND prompt.id = $2 AND prompt.deleted_at IS NULL`,
      [org, promptId, byVersion ? null : chosen, versionId],
    );
    if (!row) return { missing: 'prompt' };
    if (row.version_id === null || row.body === null) return { missing: 'version' };
    return { promptId, versionId: row.version_id, body: row.body };
  }
}
