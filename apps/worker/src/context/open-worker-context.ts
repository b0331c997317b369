import { setTimeout } from 'node:timers/promises';
import { queueNames, type SegmentReference } from '@heliostat/contracts';
import {
  CodedError,
  privateTargetRule,
  version,
  type Config,
  type HealthCheck,
  type Logger,
} from '@heliostat/platform';
import { createClickHouse, RollupBuilder, type RequestRow } from '@heliostat/stores/clickhouse';
import { createObjectStore } from '@heliostat/stores/objects';
import { assertSchemaServes, openDataSource, readSchemaInfo } from '@heliostat/stores/postgres';
import {
  createQueueConnection,
  ensureQueue,
  segmentJob,
  segmentJobId,
  type QueueConnection,
} from '@heliostat/stores/queue';
import { assertSupportedStores } from '@heliostat/stores/supported';
import { Queue } from 'bullmq';
import type { Registry } from 'prom-client';
import { addCreditMetrics } from '../credits/credit.metrics.js';
import { CreditSettlementService } from '../credits/credit-settlement.service.js';
import { IngestMetrics } from '../ingest/ingest.metrics.js';
import { IngestService } from '../ingest/ingest.service.js';
import { createIngestWriter, type SegmentMark } from '../ingest/ingest-writer.js';
import { RowBatcher } from '../ingest/row-batcher.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import { PendingEditsService } from '../pending-edits/pending-edits.service.js';
import { PosthogClient } from '../posthog/posthog-client.js';
import { PosthogExportService } from '../posthog/posthog-export.service.js';
import { PosthogMetrics } from '../posthog/posthog.metrics.js';
import { posthogJob } from '../posthog/posthog-job.js';
import { ReconcileService } from '../reconcile/reconcile.service.js';
import { RetentionService } from '../retention/retention.service.js';
import type { WorkerContext } from './worker-context.js';

export type OpenWorkerContext = WorkerContext & {
  checks: HealthCheck[];
  /** Ends the waiting for a store that is away, so that running jobs give up and go back to the queue. */
  drain: () => void;
  close: () => Promise<void>;
};

/** How long running inserts may go on once the worker stops. */
const drainMs = 5_000;
/** How long the start waits for the queue's store. */
const queueWaitMs = 10_000;
/** Connections of the queue's pool: one LISTEN for each of the six processors, the rest for their work. */
const queueConnections = 14;

/** Opens the worker's stores and builds its services. Throws coded errors that name the store that cannot be used. */
export async function openWorkerContext(
  config: Config,
  logger: Logger,
  registry: Registry,
): Promise<OpenWorkerContext> {
  await assertSupportedStores(config);
  const stopping = new AbortController();
  const dataSource = await openDataSource(config, {
    applicationName: 'heliostat worker',
    poolSize: 4,
    onPoolError: (error) => logger.warn({ error: error.message }, 'a Postgres connection broke'),
  });
  const schema = await readSchemaInfo(dataSource);
  if (schema) assertSchemaServes(schema, version);

  const queueConnection = createQueueConnection(config, { maxConnections: queueConnections });
  queueConnection.useAsDefault();
  await ensureQueue(config);

  const objects = createObjectStore(config);
  const clickhouse = createClickHouse(config);
  const organizations = new OrganizationRepository(dataSource);
  const metrics = new IngestMetrics(registry);
  addCreditMetrics(registry, dataSource);
  const pendingEdits = new PendingEditsService({ dataSource, clickhouse });
  const batcher = new RowBatcher<RequestRow, SegmentMark>({
    write: createIngestWriter({
      clickhouse,
      metrics,
      logger,
      onWritten: (rows) => pendingEdits.applyTo(rows),
      signal: stopping.signal,
    }),
  });
  const ingestQueue = await openQueue(queueConnection, queueNames.ingest);
  const posthogQueue = await openQueue(queueConnection, queueNames.posthog);
  const posthogClient = new PosthogClient({
    mayBePrivate: privateTargetRule(config),
    signal: stopping.signal,
  });

  return {
    queueConnection,
    ingest: new IngestService({
      objects,
      clickhouse,
      batcher,
      metrics,
      logger,
      onIngested: (organizationId) => organizations.markIntegrated(organizationId),
      onExport: async (reference) => {
        const { name, data, opts } = posthogJob(reference);
        await posthogQueue.add(name, data, opts);
      },
    }),
    reconcile: new ReconcileService({
      objects,
      clickhouse,
      requeue: (reference) => requeue(ingestQueue, reference),
      logger,
    }),
    retention: new RetentionService({
      policies: () => organizations.retentionPolicies(),
      clickhouse,
      objects,
      logger,
    }),
    rollup: new RollupBuilder({ clickhouse, logger }),
    credits: new CreditSettlementService({ dataSource, clickhouse, logger }),
    posthog: new PosthogExportService({
      objects,
      send: (target, body) => posthogClient.send(target, body),
      metrics: new PosthogMetrics(registry),
      logger,
      signal: stopping.signal,
    }),
    checks: [
      { name: 'clickhouse', required: false, check: () => clickhouse.check() },
      { name: 'postgres', required: true, check: async () => void (await dataSource.query('SELECT 1')) },
      { name: 'objects', required: false, check: () => objects.check() },
      { name: 'queue', required: true, check: async () => void (await ingestQueue.getVersion()) },
    ],
    drain: () => {
      void batcher.flush().catch(() => {});
      // Running inserts get a moment; what is still waiting for an absent store then goes back to the queue.
      void setTimeout(drainMs, undefined, { ref: false }).then(() =>
        stopping.abort(new Error('the worker is stopping')),
      );
    },
    close: async () => {
      stopping.abort(new Error('the worker is stopping'));
      posthogClient.close();
      await Promise.all([ingestQueue.close(), posthogQueue.close()]);
      await queueConnection.close();
      await Promise.all([clickhouse.close(), objects.close(), dataSource.destroy()]);
    },
  };
}

async function openQueue(
  { connection, backendFactory, kind }: QueueConnection,
  name: string,
): Promise<Queue> {
  const queue = new Queue(name, { connection }, backendFactory) as unknown as Queue;
  // Failures reach the callers; the event is a crash when nobody listens.
  queue.on('error', () => {});
  const ready = await Promise.race([
    queue.waitUntilReady().then(() => true),
    setTimeout(queueWaitMs, false, { ref: false }),
  ]);
  if (ready) return queue;
  void queue.close().catch(() => {});
  throw new CodedError(
    'queue/unreachable',
    kind === 'redis'
      ? 'Redis does not answer. Is it running, and is REDIS_URL right?'
      : 'The queue in Postgres does not answer. Is DATABASE_URL right?',
  );
}

/** A job of the same id that has ended is in the way of a new one; one that waits or runs makes a new one needless. */
async function requeue(queue: Queue, reference: SegmentReference): Promise<void> {
  const existing = await queue.getJob(segmentJobId(reference));
  if (existing) {
    const state = await existing.getState();
    if (state !== 'completed' && state !== 'failed') return;
    await existing.remove();
  }
  const { name, data, opts } = segmentJob(reference);
  await queue.add(name, data, opts);
}
