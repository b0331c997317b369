import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { queueNames } from '@heliostat/contracts';
import { RollupBuilder } from '@heliostat/stores/clickhouse';
import { Queue, type Job } from 'bullmq';
import { scheduleJobs } from '../schedule/schedule-jobs.js';

/** How often, and how many hours back, marks are looked at: each minute the recent ones, each hour all. */
const schedules = [
  { id: 'recent', repeat: { every: 60_000 }, data: { hours: 6 } },
  { id: 'all', repeat: { every: 3_600_000 }, data: { hours: 24 * 365 * 20 } },
  { id: 'clean', repeat: { every: 3_600_000 }, data: { hours: 0 } },
];

/** Builds the rollups on their schedule, once for all replicas. */
@Injectable()
@Processor(queueNames.rollup, { lockDuration: 300_000 })
export class RollupProcessor extends WorkerHost implements OnApplicationBootstrap {
  constructor(
    private readonly rollups: RollupBuilder,
    @InjectQueue(queueNames.rollup) private readonly queue: Queue,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    await scheduleJobs(this.queue, schedules);
  }

  async process(job: Job<{ hours: number }>): Promise<void> {
    if (job.name === 'clean') await this.rollups.clean();
    else await this.rollups.build(job.data.hours * 3600);
  }
}
