import type { SegmentReference } from '@heliostat/contracts';

/** The proxy's side of the ingest queue. `add` resolves once the references are durable in the queue's store. */
export type SegmentQueue = {
  /** Adding the same key and generation twice makes one job. */
  add(references: SegmentReference[]): Promise<void>;
  check(): Promise<void>;
  close(): Promise<void>;
};
