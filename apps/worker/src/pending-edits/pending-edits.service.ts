import type { ClickHouse, RequestRow } from '@heliostat/stores/clickhouse';
import {
  organizationsWithPendingEdits,
  requestsWithPendingEdits,
  settlePendingEdits,
} from '@heliostat/stores/request-edits';
import type { DataSource } from 'typeorm';
import { WrittenRows } from './written-rows.js';

export type PendingEditsDependencies = {
  dataSource: DataSource;
  clickhouse: Pick<ClickHouse, 'query' | 'insert' | 'tables'>;
};

/** Rows whose edits are applied in one transaction. */
const rowsAtATime = 200;

/** Applies what people changed of calls before their rows were there (RQ-13). */
export class PendingEditsService {
  constructor(private readonly dependencies: PendingEditsDependencies) {}

  /** Call it with rows that are written. Mostly nothing waits, and then it costs one small query. */
  async applyTo(rows: readonly RequestRow[]): Promise<void> {
    if (rows.length === 0) return;
    const { dataSource, clickhouse } = this.dependencies;
    const organizations = [...new Set(rows.map((row) => row.organization_id))];
    for (const organizationId of await organizationsWithPendingEdits(dataSource, organizations)) {
      const own = rows.filter((row) => row.organization_id === organizationId);
      const ids = own.map((row) => row.request_id);
      const waiting = await requestsWithPendingEdits(dataSource, organizationId, ids);
      const written = new WrittenRows(clickhouse, own);
      for (let start = 0; start < waiting.length; start += rowsAtATime)
        await settlePendingEdits(
          dataSource,
          written,
          organizationId,
          waiting.slice(start, start + rowsAtATime),
        );
    }
  }
}
