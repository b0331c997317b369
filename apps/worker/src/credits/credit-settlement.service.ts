import type { Logger } from '@heliostat/platform';
import { fromDateTime64, requestUuid, toDateTime64, type ClickHouse } from '@heliostat/stores/clickhouse';
import { settleStatement } from '@heliostat/stores/credits';
import type { DataSource } from 'typeorm';

export type CreditSettlementDependencies = {
  dataSource: Pick<DataSource, 'query'>;
  clickhouse: Pick<ClickHouse, 'query'>;
  logger: Logger;
  now?: () => number;
};

/** Calls under way are the proxy's to settle; their rows come a few seconds after they end. */
const graceMs = 120_000;
const pageSize = 500;
/** In the JSON of a row's attempts, where no text can hold it: quotes are escaped in texts. */
const installationAsked = '"key":"installation"';
/** Those of one run; the next goes on. */
const maxPages = 20;

type OpenReservation = { org: string; id: string; created_at: Date; expired: boolean; made: string };
type CallRow = { request_id: string; request_created_at: string; cost: number; paid: boolean };

/**
 * Settles what a proxy could not: one that died, or that Postgres was away for. A call with a row is charged what the
 * row says, and nothing where the organisation's own key paid in the end. One without a row an hour after it began is
 * given back. Clients choose ids and report calls of any time, so a row counts only where the proxy noted in it that the
 * installation paid, or was asked. Charges are unique by call, so whoever else settles it meanwhile does no harm.
 */
export class CreditSettlementService {
  constructor(private readonly dependencies: CreditSettlementDependencies) {}

  async settleOpen(): Promise<{ charged: number; released: number }> {
    const total = { charged: 0, released: 0 };
    let after: OpenReservation | undefined;
    for (let page = 0; page < maxPages; page++) {
      const open = await this.openAfter(after);
      for (const org of new Set(open.map((reservation) => reservation.org))) {
        const own = open.filter((reservation) => reservation.org === org);
        const { charged, released } = await this.settle(org, own);
        total.charged += charged;
        total.released += released;
      }
      if (open.length < pageSize) break;
      after = open.at(-1);
    }
    if (total.charged + total.released > 0)
      this.dependencies.logger.info(total, 'settled calls whose proxy did not');
    return total;
  }

  /** A page in the order of their making. `made` is text, as a `Date` has no microseconds. */
  private openAfter(after: OpenReservation | undefined): Promise<OpenReservation[]> {
    const now = new Date(this.dependencies.now?.() ?? Date.now());
    const nil = '00000000-0000-0000-0000-000000000000';
    return this.dependencies.dataSource.query(
      `SELECT organization_id AS org, request_id AS id, request_created_at AS created_at, expires_at <= $1 AS expired,
         reservation.created_at::text AS made
       FROM credit_reservation AS reservation
       WHERE reservation.created_at <= $1::timestamptz - $2 * interval '1 millisecond'
         AND (reservation.created_at, organization_id, request_created_at, request_id)
           > ($3::timestamptz, $4::uuid, $5::timestamptz, $6)
       ORDER BY reservation.created_at, organization_id, request_created_at, request_id LIMIT $7`,
      [
        now,
        graceMs,
        after?.made ?? '-infinity',
        after?.org ?? nil,
        after?.created_at ?? '-infinity',
        after?.id ?? '',
        pageSize,
      ],
    );
  }

  private async settle(
    org: string,
    reservations: OpenReservation[],
  ): Promise<{ charged: number; released: number }> {
    const rows = await this.rowsOf(org, reservations);
    const result = { charged: 0, released: 0 };
    for (const { id, created_at, expired } of reservations) {
      const row = rows.get(rowKey(requestUuid(org, id), created_at.getTime()));
      if (!row && !expired) continue;
      const cost = row?.paid ? BigInt(row.cost) : 0n;
      const { text, values } = settleStatement({ org, id, createdAt: created_at.getTime() }, cost);
      await this.dependencies.dataSource.query(text, values);
      if (cost > 0n) result.charged++;
      else result.released++;
    }
    return result;
  }

  private async rowsOf(org: string, reservations: OpenReservation[]): Promise<Map<string, CallRow>> {
    const times = reservations.map(({ created_at }) => created_at.getTime());
    const rows = await this.dependencies.clickhouse.query<CallRow>(
      `SELECT request_id, request_created_at, cost, is_passthrough_billing AS paid FROM request_response_rmt
       WHERE organization_id = {org: UUID}
         AND request_created_at BETWEEN {from: DateTime64(3, 'UTC')} AND {to: DateTime64(3, 'UTC')}
         AND request_id IN {ids: Array(UUID)}
         AND (is_passthrough_billing OR position(attempts, {asked: String}) > 0)`,
      {
        org,
        from: toDateTime64(Math.min(...times)),
        to: toDateTime64(Math.max(...times)),
        ids: reservations.map(({ id }) => requestUuid(org, id)),
        asked: installationAsked,
      },
    );
    return new Map(rows.map((row) => [rowKey(row.request_id, fromDateTime64(row.request_created_at)), row]));
  }
}

const rowKey = (uuid: string, createdAt: number): string => `${uuid} ${createdAt}`;
