import type { Logger } from '@heliostat/platform';
import type { ProxyDatabase } from '../database/proxy-database.js';
import { OrgCache } from '../org-cache/org-cache.js';
import type { LimitUnit, RateLimitPolicyStore, StoredPolicy } from './policy-store.js';

type PolicyRow = {
  id: string;
  name: string;
  api_key_id: string | null;
  quota: number;
  window_seconds: number;
  unit: LimitUnit;
  segment: string | null;
};

/** Stored rate limits in Postgres, kept in memory by organisation and key; a change counts within a second (RL-08). */
export class PostgresPolicyStore implements RateLimitPolicyStore {
  private readonly cache: OrgCache<readonly StoredPolicy[]>;

  constructor(
    private readonly database: ProxyDatabase,
    logger: Logger,
  ) {
    this.cache = new OrgCache({
      name: 'rate-limits',
      logger,
      maxEntries: 50_000,
      load: (org, keyId) => this.load(org, keyId),
    });
    database.onChange('policy', (org) => this.cache.invalidate(org));
    database.onGap(() => this.cache.invalidateAll());
  }

  policiesOf(org: string, keyId: string): readonly StoredPolicy[] | Promise<readonly StoredPolicy[]> {
    return this.cache.get(org, keyId);
  }

  private async load(org: string, keyId: string): Promise<readonly StoredPolicy[]> {
    const rows = await this.database.query<PolicyRow>(
      'rate-limit-policies',
      `SELECT id, name, api_key_id, quota, window_seconds, unit, segment FROM rate_limit_policy
       WHERE organization_id = $1 AND (api_key_id IS NULL OR api_key_id = $2) ORDER BY created_at, id`,
      [org, keyId],
    );
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      keyId: row.api_key_id,
      quota: row.quota,
      windowSeconds: row.window_seconds,
      unit: row.unit,
      segment: row.segment,
    }));
  }
}
