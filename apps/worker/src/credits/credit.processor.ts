import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { queueNames } from '@heliostat/contracts';
import { Queue } from 'bullmq';
import { scheduleJobs } from '../schedule/schedule-jobs.js';
import { CreditSettlementService } from './credit-settlement.service.js';

/** Settles each minute what no proxy settled, once for all replicas. */
@Injectable()
@Processor(queueNames.credits, { lockDuration: 300_000 })
export class CreditProcessor extends WorkerHost implements OnApplicationBootstrap {
  constructor(
    private readonly settlement: CreditSettlementService,
    @InjectQueue(queueNames.credits) private readonly queue: Queue,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    await scheduleJobs(this.queue, [{ id: 'settle', repeat: { every: 60_000 } }]);
  }

  async process(): Promise<void> {
    await this.settlement.settleOpen();
  }
}
