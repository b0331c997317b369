import { type RequestQuery } from '@heliostat/contracts';
import { type ClickHouseFilter } from '@heliostat/filters';
import { type ClickHouse, requestUuid } from '@heliostat/stores/clickhouse';
import { type EditableRows, type StoredRow } from '@heliostat/stores/request-edits';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE } from '../clickhouse/clickhouse.module.js';
import { requestOrder } from './request-sort.js';
import { timeOfUuid } from './uuid-time.js';

export type { StoredRow };

type RowKey = { request_created_at: string; request_id: string };

const timeType = `DateTime64(3, 'UTC')`;
/** Our ids hold the time of the call; clients' own ones may be a little off. */
const idWindowMs = 86_400_000;

/** Further pages are not worth a second query. */
const boundedPages = 10_000;

const isNewestFirst = (sort: RequestQuery['sort'] = {}): boolean =>
  Object.entries(sort).every(
    ([key, way]) => (key === 'created_at' || key === 'last_active') && way === 'desc',
  );

/** Reads and replaces rows of `request_response_rmt`; every statement is bound to one organisation. */
@Injectable()
export class RequestRepository implements EditableRows {
  constructor(@Inject(CLICKHOUSE) private readonly clickhouse: ClickHouse) {}

  /** One page in the order asked for. First the keys, from few columns, then those rows as a whole. */
  async page(
    organizationId: string,
    filter: ClickHouseFilter,
    { sort, offset, limit }: Pick<RequestQuery, 'sort' | 'offset' | 'limit'>,
  ): Promise<StoredRow[]> {
    const wanted = offset + limit;
    const bound = isNewestFirst(sort) && wanted <= boundedPages ? await this.boundOf(filter, wanted) : {};
    if (bound.none) return [];
    const keys = await this.keys(filter, { sort, offset, limit }, bound.from);
    // Replaced versions stood among the rows that gave the bound: look at all.
    const short = bound.from !== undefined && keys.length < limit;
    return this.byKeys(organizationId, short ? await this.keys(filter, { sort, offset, limit }) : keys);
  }

  async count(filter: ClickHouseFilter): Promise<number> {
    const [row] = await this.clickhouse.query<{ n: number }>(
      `SELECT count() AS n FROM request_response_rmt WHERE ${filter.where}`,
      filter.params,
    );
    return row?.n ?? 0;
  }

  /** The rows with these ids, as clients gave them; unknown ids have none. */
  async byIds(organizationId: string, ids: readonly string[]): Promise<StoredRow[]> {
    if (ids.length === 0) return [];
    const uuids = [...new Set(ids.map((id) => requestUuid(organizationId, id)))];
    const keys = await this.clickhouse.query<RowKey>(
      `SELECT request_created_at, request_id FROM request_response_rmt
       WHERE organization_id = {organization:UUID} AND request_id IN {ids:Array(UUID)}
       ORDER BY request_created_at DESC`,
      { organization: organizationId, ids: uuids },
    );
    return this.byKeys(organizationId, keys);
  }

  /** One row by its id; of several calls that were given the same id, the latest. */
  byId(organizationId: string, givenId: string): Promise<StoredRow | undefined> {
    return this.searchById(organizationId, givenId, 'request_response_rmt');
  }

  /** `byId` of several, for whoever replaces them: never an older state than was written. */
  async find(organizationId: string, ids: readonly string[]): Promise<StoredRow[]> {
    const table = this.clickhouse.tables.everyReplica('request_response_rmt');
    const rows = await Promise.all(ids.map((id) => this.searchById(organizationId, id, table)));
    return rows.filter((row) => row !== undefined);
  }

  /** Writes rows whose versions are higher than what they replace. */
  async replace(rows: readonly StoredRow[]): Promise<void> {
    await this.clickhouse.insert('request_response_rmt', rows);
  }

  private keys(
    filter: ClickHouseFilter,
    { sort, offset, limit }: Pick<RequestQuery, 'sort' | 'offset' | 'limit'>,
    from?: string,
  ): Promise<RowKey[]> {
    const order = requestOrder(sort);
    const bound = from === undefined ? '' : ` AND request_created_at >= {bound:${timeType}}`;
    return this.clickhouse.query<RowKey>(
      `SELECT request_created_at, request_id FROM request_response_rmt WHERE ${filter.where}${bound}
       ORDER BY ${order.sql} LIMIT {limit:UInt32} OFFSET {offset:UInt64}`,
      { ...filter.params, ...order.params, limit, offset, ...(from !== undefined && { bound: from }) },
    );
  }

  /**
   * From when on the newest `wanted` rows are. Stored versions are read backwards from the newest without FINAL,
   * which ends after a few blocks where FINAL reads the whole table (ten million rows: 8 ms against 150). What is
   * visible is among them, so an end that was reached (`from` absent) and nothing found (`none`) are final.
   */
  private async boundOf(
    filter: ClickHouseFilter,
    wanted: number,
  ): Promise<{ from?: string; none?: boolean }> {
    // Aggregates of sessions and users would count replaced versions.
    if (filter.where.includes('SELECT')) return {};
    const stored = Math.ceil(wanted * 1.2) + 16;
    const rows = await this.clickhouse.query<{ request_created_at: string }>(
      `SELECT request_created_at FROM request_response_rmt WHERE ${filter.where}
       ORDER BY request_created_at DESC LIMIT {stored:UInt32}`,
      { ...filter.params, stored },
      { final: 0 },
    );
    if (rows.length === 0) return { none: true };
    return rows.length < stored ? {} : { from: rows[rows.length - 1]!.request_created_at };
  }

  private async searchById(
    organizationId: string,
    givenId: string,
    table: string,
  ): Promise<StoredRow | undefined> {
    const id = requestUuid(organizationId, givenId);
    const near = timeOfUuid(id);
    if (near !== undefined) {
      const window = { from: near - idWindowMs, to: near + idWindowMs };
      const row = await this.oneById(organizationId, id, table, window);
      if (row) return row;
    }
    return this.oneById(organizationId, id, table);
  }

  private async oneById(
    organizationId: string,
    id: string,
    table: string,
    window?: { from: number; to: number },
  ): Promise<StoredRow | undefined> {
    const bounds = window
      ? ` AND request_created_at BETWEEN fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND fromUnixTimestamp64Milli({to:Int64}, 'UTC')`
      : '';
    const [row] = await this.clickhouse.query<StoredRow>(
      `SELECT * FROM ${table}
       PREWHERE organization_id = {organization:UUID} AND request_id = {id:UUID}${bounds}
       ORDER BY request_created_at DESC, updated_at DESC LIMIT 1`,
      { organization: organizationId, id, ...window },
    );
    return row;
  }

  /** PREWHERE on the key alone: FINAL does not move conditions there, and the bodies of whole blocks would be read. */
  private async byKeys(organizationId: string, keys: readonly RowKey[]): Promise<StoredRow[]> {
    if (keys.length === 0) return [];
    const rows = await this.clickhouse.query<StoredRow>(
      `SELECT * FROM request_response_rmt
       PREWHERE organization_id = {organization:UUID} AND request_created_at IN {times:Array(${timeType})}
         AND request_id IN {ids:Array(UUID)}`,
      {
        organization: organizationId,
        times: [...new Set(keys.map((key) => key.request_created_at))],
        ids: keys.map((key) => key.request_id),
      },
    );
    const byKey = new Map(rows.map((row) => [keyOf(row), row]));
    return keys.flatMap((key) => byKey.get(keyOf(key)) ?? []);
  }
}

const keyOf = (key: RowKey): string => `${key.request_created_at} ${key.request_id}`;
