import type { LogRecord, SegmentReference } from '@heliostat/contracts';
import type { Config } from '@heliostat/platform';
import { createObjectStore } from '@heliostat/stores/objects';
import { createSegmentQueue } from '@heliostat/stores/queue';
import { encodeSegmentAsync, segmentKey } from '@heliostat/stores/segments';
import { RecordGenerator, type Identity } from './generate-records.js';

const hourMs = 3_600_000;
/** As the proxy seals them at a steady load: 2 MB before compression. */
const recordsPerSegment = 1_000;
const days = 30;

export type Filled = { records: number; segments: number; bytes: number };

/** Writes segments of the last 30 days into the object store and queues them, as a proxy does. */
export async function fillSegments(
  config: Config,
  identity: Identity,
  rows: number,
  onProgress: (records: number) => void,
): Promise<Filled> {
  const store = createObjectStore(config);
  const queue = await createSegmentQueue(config);
  const generator = new RecordGenerator(identity);
  const run = Date.now().toString(36);
  const segments = Math.ceil(rows / recordsPerSegment);
  const newest = Math.floor(Date.now() / hourMs) * hourMs;
  const filled: Filled = { records: 0, segments: 0, bytes: 0 };
  let references: SegmentReference[] = [];
  try {
    for (let i = 0; i < segments; i++) {
      const hour = newest - hourMs * (1 + (i % (days * 24)));
      const count = Math.min(recordsPerSegment, rows - filled.records);
      const records: LogRecord[] = [];
      for (let n = 0; n < count; n++) records.push(generator.next(hour + Math.floor((n / count) * hourMs)));
      const { body } = await encodeSegmentAsync(records);
      const key = segmentKey(identity.org, hour, `bench-${run}-${i}`);
      await store.put(key, body);
      references.push({ v: 1, key, org: identity.org, records: count, bytes: body.length, generation: 0 });
      filled.records += count;
      filled.segments++;
      filled.bytes += body.length;
      if (references.length === 100 || i === segments - 1) {
        await queue.add(references);
        references = [];
        onProgress(filled.records);
      }
    }
  } finally {
    await queue.close();
    await store.close();
  }
  return filled;
}
