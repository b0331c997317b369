import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';

/**
 * For how long the oldest call has been unsettled (`heliostat_credits_oldest_reservation_seconds`): some minutes while
 * calls are under way, up to an hour for one whose row never came, more when nobody settles. The same on every worker, so
 * a rule takes the maximum. Left out where Postgres does not answer.
 */
export function addCreditMetrics(registry: Registry, dataSource: Pick<DataSource, 'query'>): void {
  new Gauge({
    name: 'heliostat_credits_oldest_reservation_seconds',
    help: 'Age of the oldest call whose credits are set aside and not settled; 0 when there is none',
    registers: [registry],
    async collect() {
      try {
        const [row] = await dataSource.query<{ seconds: number }[]>(
          `SELECT COALESCE(EXTRACT(EPOCH FROM now() - min(created_at)), 0)::float8 AS seconds FROM credit_reservation`,
        );
        this.set(Math.max(0, row?.seconds ?? 0));
      } catch {
        this.remove();
      }
    },
  });
}
