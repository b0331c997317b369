import type { SegmentReference } from '@heliostat/contracts';
import { createLogger } from '@heliostat/platform';
import { segmentKey } from '@heliostat/stores/segments';
import { organizationId } from '../testing/log-record.factory.js';
import { ReconcileService } from './reconcile.service.js';

const now = Date.UTC(2026, 0, 31, 12, 30);

const setUp = (stored: { key: string; ageMs: number }[], marked: string[]) => {
  const requeued: SegmentReference[] = [];
  const sut = new ReconcileService({
    objects: {
      async *list(prefix: string) {
        for (const { key, ageMs } of stored)
          if (key.startsWith(prefix)) yield { key, bytes: 10, modifiedAt: new Date(now - ageMs) };
      },
    },
    clickhouse: { query: async <T>() => marked.map((segment_key) => ({ segment_key })) as T[] },
    requeue: async (reference) => void requeued.push(reference),
    logger: createLogger('test', 'silent'),
    now: () => now,
  });
  return { sut, requeued };
};
const key = (minutesAgo: number, file: string) => segmentKey(organizationId, now - minutesAgo * 60_000, file);

describe(ReconcileService.name, () => {
  it('queues again what no insert has marked', async () => {
    const { sut, requeued } = setUp(
      [
        { key: key(5, 'lost'), ageMs: 300_000 },
        { key: key(5, 'done'), ageMs: 300_000 },
      ],
      [key(5, 'done')],
    );
    expect(await sut.reconcile(2)).toBe(1);
    expect(requeued).toEqual([{ v: 1, key: key(5, 'lost'), org: organizationId, bytes: 10, generation: 0 }]);
  });

  it('leaves alone what is still on its way', async () => {
    const { sut } = setUp([{ key: key(0, 'young'), ageMs: 5_000 }], []);
    expect(await sut.reconcile(2)).toBe(0);
  });

  it('looks as far back as asked, and no further', async () => {
    const stored = [{ key: key(150, 'old'), ageMs: 9_000_000 }];
    expect(await setUp(stored, []).sut.reconcile(2)).toBe(0);
    expect(await setUp(stored, []).sut.reconcile(4)).toBe(1);
  });
});
