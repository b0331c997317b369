import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { queueNames } from '@heliostat/contracts';
import { Queue, type Job } from 'bullmq';
import { ReconcileService } from './reconcile.service.js';

/** How often, and how many hours back, segments without a mark are looked for. */
const schedules = [
  { id: 'recent', every: 60_000, hours: 2 },
  { id: 'day', every: 3_600_000, hours: 48 },
  { id: 'month', every: 24 * 3_600_000, hours: 24 * 31 },
];

/** Runs the reconciler on its schedules, once for all replicas. */
@Injectable()
@Processor(queueNames.reconcile)
export class ReconcileProcessor extends WorkerHost implements OnApplicationBootstrap {
  constructor(
    private readonly reconciler: ReconcileService,
    @InjectQueue(queueNames.reconcile) private readonly queue: Queue,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const { id, every, hours } of schedules)
      await this.queue.upsertJobScheduler(
        id,
        { every },
        { name: id, data: { hours }, opts: { removeOnComplete: 10, removeOnFail: 100 } },
      );
  }

  async process(job: Job<{ hours: number }>): Promise<void> {
    await this.reconciler.reconcile(job.data.hours);
  }
}
