import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { queueNames } from '@heliostat/contracts';
import { Queue } from 'bullmq';
import { scheduleJobs } from '../schedule/schedule-jobs.js';
import { RetentionService } from './retention.service.js';

/** Applies every organisation's retention each night (02:17 UTC), once for all replicas. */
@Injectable()
@Processor(queueNames.retention, { lockDuration: 300_000 })
export class RetentionProcessor extends WorkerHost implements OnApplicationBootstrap {
  constructor(
    private readonly retention: RetentionService,
    @InjectQueue(queueNames.retention) private readonly queue: Queue,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    await scheduleJobs(this.queue, [{ id: 'nightly', repeat: { pattern: '17 2 * * *', tz: 'UTC' } }]);
  }

  async process(): Promise<void> {
    await this.retention.apply();
  }
}
