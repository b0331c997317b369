import type { RollupBuilder } from '@heliostat/stores/clickhouse';
import type { QueueConnection } from '@heliostat/stores/queue';
import type { CreditSettlementService } from '../credits/credit-settlement.service.js';
import type { IngestService } from '../ingest/ingest.service.js';
import type { PosthogExportService } from '../posthog/posthog-export.service.js';
import type { ReconcileService } from '../reconcile/reconcile.service.js';
import type { RetentionService } from '../retention/retention.service.js';

/** What the worker's module is built around: open stores and the services on them. */
export type WorkerContext = {
  queueConnection: QueueConnection;
  ingest: IngestService;
  reconcile: ReconcileService;
  retention: RetentionService;
  rollup: RollupBuilder;
  credits: CreditSettlementService;
  posthog: PosthogExportService;
};
