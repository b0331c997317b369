import { CodedError } from '@heliostat/platform';
import { editVersion, requestUuid, toDateTime64 } from '@heliostat/stores/clickhouse';
import { Injectable } from '@nestjs/common';
import { KeyedQueue } from './keyed-queue.js';
import { RequestRepository, type StoredRow } from './request.repository.js';

/** A row may carry this many properties, or scores. */
const entriesAtMost = 200;

/** Changes what people may change of a logged call: the row is written again with a higher version. */
@Injectable()
export class RequestEditService {
  /** Two edits of one row must not read the same version: the later one would undo the earlier. */
  private readonly edits = new KeyedQueue();

  constructor(private readonly repository: RequestRepository) {}

  /** Adds or replaces properties (PP-03). Throws 404 for an unknown id, as all edits do. */
  async putProperties(organizationId: string, id: string, properties: Record<string, string>): Promise<void> {
    await this.edit(organizationId, id, (row) => ({
      properties: limited('properties', { ...row.properties, ...properties }),
    }));
  }

  /** The rating is the score `helicone-score-feedback`; the last one counts. */
  async rate(organizationId: string, id: string, rating: boolean, now = Date.now()): Promise<void> {
    await this.edit(organizationId, id, (row) => ({
      scores: { ...row.scores, 'helicone-score-feedback': rating ? 1 : 0 },
      feedback_created_at: toDateTime64(now),
    }));
  }

  async score(organizationId: string, id: string, scores: Record<string, number>): Promise<void> {
    await this.edit(organizationId, id, (row) => ({
      scores: limited('scores', { ...row.scores, ...scores }),
    }));
  }

  private async edit(
    organizationId: string,
    id: string,
    change: (row: StoredRow) => Partial<StoredRow>,
  ): Promise<void> {
    await this.edits.run(requestUuid(organizationId, id), async () => {
      const row = await this.repository.byId(organizationId, id);
      if (!row)
        throw new CodedError(
          'request/unknown',
          `There is no request ${id}; a new one can be changed a few seconds after its reply`,
          404,
        );
      await this.repository.replace({
        ...row,
        ...change(row),
        updated_at: editVersion(row.updated_at, Date.now()),
      });
    });
  }
}

function limited<T>(what: string, entries: Record<string, T>): Record<string, T> {
  if (Object.keys(entries).length > entriesAtMost)
    throw new CodedError('request/too-many', `A request has at most ${entriesAtMost} ${what}`, 400);
  return entries;
}
