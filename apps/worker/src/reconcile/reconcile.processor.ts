import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { queueNames } from '@heliostat/contracts';
import { Queue, type Job } from 'bullmq';
import { scheduleJobs } from '../schedule/schedule-jobs.js';
import { ReconcileService } from './reconcile.service.js';

/** How often, and how many hours back, segments without a mark are looked for. */
const schedules = [
  { id: 'recent', repeat: { every: 60_000 }, data: { hours: 2 } },
  { id: 'day', repeat: { every: 3_600_000 }, data: { hours: 48 } },
  { id: 'month', repeat: { every: 24 * 3_600_000 }, data: { hours: 24 * 31 } },
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
    await scheduleJobs(this.queue, schedules);
  }

  async process(job: Job<{ hours: number }>): Promise<void> {
    await this.reconciler.reconcile(job.data.hours);
  }
}
