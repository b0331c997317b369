import type { SegmentReference } from '@heliostat/contracts';
import type { Logger } from '@heliostat/platform';
import type { ClickHouse } from '@heliostat/stores/clickhouse';
import type { ObjectStore } from '@heliostat/stores/objects';
import { parseSegmentKey } from '@heliostat/stores/segments';

export type ReconcileDependencies = {
  objects: Pick<ObjectStore, 'list'>;
  clickhouse: Pick<ClickHouse, 'query'>;
  /** Queues a reference again, also where an earlier job of the same id has failed for good. */
  requeue: (reference: SegmentReference) => Promise<void>;
  logger: Logger;
  now?: () => number;
};

const hourMs = 3_600_000;

/**
 * Finds segments that lie in the object store but that no insert has marked, and queues them again: a queue that
 * forgets costs time, not data.
 */
export class ReconcileService {
  /** Younger segments are still on their way through the queue. */
  private static readonly graceMs = 60_000;
  private readonly now: () => number;

  constructor(private readonly dependencies: ReconcileDependencies) {
    this.now = dependencies.now ?? Date.now;
  }

  /** Looks at the last `hours` hours, newest first; returns how many segments were queued again. */
  async reconcile(hours: number): Promise<number> {
    let requeued = 0;
    for (let hour = 0; hour < hours; hour++) requeued += await this.reconcileHour(this.now() - hour * hourMs);
    if (requeued > 0)
      this.dependencies.logger.warn(
        { segments: requeued },
        'queued segments again that no insert had marked',
      );
    return requeued;
  }

  private async reconcileHour(time: number): Promise<number> {
    const { objects, clickhouse, requeue } = this.dependencies;
    const [date, clock] = new Date(time).toISOString().split('T');
    const prefix = `segments/${date}/${clock!.slice(0, 2)}/`;
    const latest = this.now() - ReconcileService.graceMs;
    const stored: { key: string; bytes: number }[] = [];
    for await (const object of objects.list(prefix))
      if (object.modifiedAt.getTime() < latest) stored.push(object);
    if (stored.length === 0) return 0;

    const rows = await clickhouse.query<{ segment_key: string }>(
      'SELECT DISTINCT segment_key FROM ingested_segments WHERE startsWith(segment_key, {prefix: String})',
      { prefix },
    );
    const marked = new Set(rows.map((row) => row.segment_key));
    let requeued = 0;
    for (const { key, bytes } of stored) {
      const parsed = marked.has(key) ? null : parseSegmentKey(key);
      if (!parsed) continue;
      await requeue({ v: 1, key, org: parsed.org, bytes, generation: 0 });
      requeued++;
    }
    return requeued;
  }
}
