import { Processor, WorkerHost } from '@nestjs/bullmq';
import { queueNames, segmentReferenceSchema } from '@heliostat/contracts';
import type { Job } from 'bullmq';
import { IngestService } from './ingest.service.js';

/**
 * Takes references to segments off the queue. Jobs wait together for one insert, so many run at once. Locks are
 * short so that another worker takes over within seconds of a kill -9; the count of stalls never fails a job,
 * because ingesting twice is harmless and losing is not.
 */
@Processor(queueNames.ingest, {
  concurrency: 32,
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
})
export class IngestProcessor extends WorkerHost {
  constructor(private readonly ingest: IngestService) {
    super();
  }

  async process(job: Job): Promise<void> {
    await this.ingest.ingest(segmentReferenceSchema.parse(job.data));
  }
}
