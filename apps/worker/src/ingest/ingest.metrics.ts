import { Counter, type Registry } from 'prom-client';

/** What operators watch of the ingest. */
export class IngestMetrics {
  readonly rows: Counter;
  readonly segments: Counter;
  readonly poison: Counter;
  readonly retries: Counter;

  constructor(registry: Registry) {
    const counter = (name: string, help: string) => new Counter({ name, help, registers: [registry] });
    this.rows = counter('heliostat_ingest_rows_total', 'Rows written to ClickHouse');
    this.segments = counter('heliostat_ingest_segments_total', 'Segments ingested');
    this.poison = counter(
      'heliostat_ingest_poison_total',
      'Records that could not be ingested and were set aside',
    );
    this.retries = counter(
      'heliostat_ingest_insert_retries_total',
      'Inserts that ClickHouse did not take at the first try',
    );
  }
}
