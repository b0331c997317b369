import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { queueNames } from '@heliostat/contracts';
import { RollupBuilder } from '@heliostat/stores/clickhouse';
import type { WorkerContext } from './context/worker-context.js';
import { CreditProcessor } from './credits/credit.processor.js';
import { CreditSettlementService } from './credits/credit-settlement.service.js';
import { IngestProcessor } from './ingest/ingest.processor.js';
import { IngestService } from './ingest/ingest.service.js';
import { PosthogExportService } from './posthog/posthog-export.service.js';
import { PosthogProcessor } from './posthog/posthog.processor.js';
import { ReconcileProcessor } from './reconcile/reconcile.processor.js';
import { ReconcileService } from './reconcile/reconcile.service.js';
import { RetentionProcessor } from './retention/retention.processor.js';
import { RetentionService } from './retention/retention.service.js';
import { RollupProcessor } from './rollup/rollup.processor.js';

/** What takes jobs off the queues. */
export const processors = [
  IngestProcessor,
  ReconcileProcessor,
  RetentionProcessor,
  RollupProcessor,
  CreditProcessor,
  PosthogProcessor,
];

/** The worker's queues and their processors around an open context (stores, services). */
@Module({})
export class AppModule {
  static forContext(context: WorkerContext): DynamicModule {
    return {
      module: AppModule,
      imports: [
        BullModule.forRoot({ connection: context.queueConnection.connection }),
        BullModule.registerQueue(...Object.values(queueNames).map((name) => ({ name }))),
      ],
      providers: [
        { provide: IngestService, useValue: context.ingest },
        { provide: ReconcileService, useValue: context.reconcile },
        { provide: RetentionService, useValue: context.retention },
        { provide: RollupBuilder, useValue: context.rollup },
        { provide: CreditSettlementService, useValue: context.credits },
        { provide: PosthogExportService, useValue: context.posthog },
        ...processors,
      ],
    };
  }
}
