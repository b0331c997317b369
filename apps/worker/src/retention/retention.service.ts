import type { Logger } from '@heliostat/platform';
import { deleteOlderThan, type ClickHouse } from '@heliostat/stores/clickhouse';
import type { ObjectStore } from '@heliostat/stores/objects';

export type RetentionPolicy = { organizationId: string; days: number };

export type RetentionDependencies = {
  policies: () => Promise<RetentionPolicy[]>;
  clickhouse: ClickHouse;
  objects: Pick<ObjectStore, 'delete'>;
  logger: Logger;
  now?: () => number;
};

const dayMs = 86_400_000;
/** Keys fetched at a time, so that years of segments do not lie in memory. */
const pageSize = 5_000;

/**
 * Drops what is older than an organisation keeps: whole segments first (a row without its body says so, a body
 * without its row would be kept for ever), then rows, then the segments' marks.
 */
export class RetentionService {
  private readonly now: () => number;

  constructor(private readonly dependencies: RetentionDependencies) {
    this.now = dependencies.now ?? Date.now;
  }

  async apply(): Promise<void> {
    for (const policy of await this.dependencies.policies()) await this.applyTo(policy);
  }

  private async applyTo({ organizationId, days }: RetentionPolicy): Promise<void> {
    const { clickhouse, logger } = this.dependencies;
    // Whole UTC days, because segments are filed by day; nothing is dropped early.
    const before = Math.floor((this.now() - days * dayMs) / dayMs) * dayMs;
    const segments = await this.deleteSegments(organizationId, new Date(before).toISOString().slice(0, 10));
    await deleteOlderThan(clickhouse, organizationId, before);
    if (segments > 0)
      logger.info({ organization: organizationId, segments, days }, 'dropped what is past its retention');
  }

  private async deleteSegments(organizationId: string, date: string): Promise<number> {
    const { clickhouse, objects } = this.dependencies;
    const until = `segments/${date}/`;
    let after = '';
    for (let deleted = 0; ;) {
      const page = await clickhouse.query<{ segment_key: string }>(
        `SELECT DISTINCT segment_key FROM ingested_segments
         WHERE organization_id = {org: UUID} AND segment_key < {until: String} AND segment_key > {after: String}
         ORDER BY segment_key LIMIT {limit: UInt32}`,
        { org: organizationId, until, after, limit: pageSize },
      );
      for (const { segment_key } of page) await objects.delete(segment_key);
      deleted += page.length;
      if (page.length < pageSize) {
        if (deleted > 0)
          await clickhouse.command(
            `DELETE FROM ${clickhouse.tables.mutable('ingested_segments')}
             WHERE organization_id = {org: UUID} AND segment_key < {until: String}`,
            { org: organizationId, until },
          );
        return deleted;
      }
      after = page.at(-1)!.segment_key;
    }
  }
}
