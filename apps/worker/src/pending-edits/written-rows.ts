import type { ClickHouse, RequestRow } from '@heliostat/stores/clickhouse';
import type { EditableRows, StoredRow } from '@heliostat/stores/request-edits';

/** Rows of a batch that was just written, as they stand in the table: someone may have edited them since. */
export class WrittenRows implements EditableRows {
  private readonly times = new Map<string, string>();

  constructor(
    private readonly clickhouse: Pick<ClickHouse, 'query' | 'insert' | 'tables'>,
    batch: readonly RequestRow[],
  ) {
    // Of several calls that were given one id, the latest is the one that edits are for.
    for (const { request_id, request_created_at } of batch) {
      const known = this.times.get(request_id);
      if (known === undefined || known < request_created_at) this.times.set(request_id, request_created_at);
    }
  }

  async find(organizationId: string, requestIds: readonly string[]): Promise<StoredRow[]> {
    const times = new Set(requestIds.flatMap((id) => this.times.get(id) ?? []));
    const rows = await this.clickhouse.query<StoredRow>(
      `SELECT * FROM ${this.clickhouse.tables.everyReplica('request_response_rmt')}
       PREWHERE organization_id = {organization:UUID} AND request_created_at IN {times:Array(DateTime64(3, 'UTC'))}
         AND request_id IN {ids:Array(UUID)}
       ORDER BY updated_at DESC LIMIT 1 BY request_created_at, request_id`,
      { organization: organizationId, times: [...times], ids: requestIds },
    );
    return rows.filter((row) => this.times.get(row.request_id) === row.request_created_at);
  }

  replace(rows: readonly StoredRow[]): Promise<void> {
    return this.clickhouse.insert('request_response_rmt', rows);
  }
}
