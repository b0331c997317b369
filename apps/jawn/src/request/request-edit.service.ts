import { requestUuid } from '@heliostat/stores/clickhouse';
import {
  applyEdit,
  assertEditFits,
  deletePendingEdits,
  pendingEditsOf,
  type RowEdit,
  settlePendingEdits,
  storePendingEdit,
  withPendingEdits,
  withRowLocks,
} from '@heliostat/stores/request-edits';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { KeyedQueue } from './keyed-queue.js';
import { RequestRepository } from './request.repository.js';

/** Edits at a time: each holds a connection to Postgres while ClickHouse works, and others need some, too. */
const lanes = 4;

/**
 * Changes what people may change of a logged call: the row is written again with a higher version. An edit that
 * comes before its row waits for it for 24 hours (RQ-13). All throw `request/too-many` (400), and for an edit that
 * has to wait `request/pending-too-large` (413) and `request/too-many-pending` (429).
 */
@Injectable()
export class RequestEditService {
  private readonly edits = new KeyedQueue();

  constructor(
    private readonly repository: RequestRepository,
    private readonly dataSource: DataSource,
  ) {}

  /** Adds or replaces properties (PP-03). */
  putProperties(organizationId: string, id: string, properties: Record<string, string>): Promise<void> {
    return this.edit(organizationId, id, { kind: 'properties', payload: properties });
  }

  /** The rating is the score `helicone-score-feedback`; the last one counts. */
  rate(organizationId: string, id: string, rating: boolean, now = Date.now()): Promise<void> {
    return this.edit(organizationId, id, { kind: 'feedback', payload: { rating, at: now } });
  }

  score(organizationId: string, id: string, scores: Record<string, number>): Promise<void> {
    return this.edit(organizationId, id, { kind: 'scores', payload: scores });
  }

  private edit(organizationId: string, id: string, edit: RowEdit): Promise<void> {
    assertEditFits(edit);
    const requestId = requestUuid(organizationId, id);
    return this.edits.run(laneOf(requestId), async () => {
      if (await this.editRow(organizationId, requestId, edit)) return;
      // The worker looks for waiting edits after it wrote rows. Where it looked before the edit was stored, the row
      // is there by now.
      if (await this.repository.byId(organizationId, requestId))
        await settlePendingEdits(this.dataSource, this.repository, organizationId, [requestId]);
    });
  }

  /** False where the row is not there yet and the edit was stored to wait for it. */
  private editRow(organizationId: string, requestId: string, edit: RowEdit): Promise<boolean> {
    return withRowLocks(this.dataSource, organizationId, [requestId], async (manager) => {
      const row = await this.repository.byId(organizationId, requestId);
      if (!row) {
        await storePendingEdit(manager, organizationId, requestId, edit);
        return false;
      }
      const pending = await pendingEditsOf(manager, organizationId, [requestId]);
      const now = Date.now();
      await this.repository.replace([applyEdit(withPendingEdits(row, pending, now), edit, now)]);
      await deletePendingEdits(manager, pending);
      return true;
    });
  }
}

const laneOf = (requestId: string): string => String(Number.parseInt(requestId.slice(-8), 16) % lanes);
