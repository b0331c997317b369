import { createLogger } from '@heliostat/platform';
import { createTables, type ClickHouse } from '@heliostat/stores/clickhouse';
import { segmentKey } from '@heliostat/stores/segments';
import { organizationId } from '../testing/log-record.factory.js';
import { RetentionService } from './retention.service.js';

const now = Date.UTC(2026, 0, 31, 12);
const day = 86_400_000;

const setUp = (segments: string[]) => {
  const deleted: string[] = [];
  const commands: Record<string, unknown>[] = [];
  const clickhouse = {
    tables: createTables({}),
    query: async (_sql: string, { until, after }: { until: string; after: string }) =>
      segments.filter((key) => key < until && key > after).map((segment_key) => ({ segment_key })),
    command: async (_sql: string, params: Record<string, unknown>) => void commands.push(params),
  } as unknown as ClickHouse;
  const sut = new RetentionService({
    policies: async () => [{ organizationId, days: 7 }],
    clickhouse,
    objects: { delete: async (key) => void deleted.push(key) },
    logger: createLogger('test', 'silent'),
    now: () => now,
  });
  return { sut, deleted, commands };
};

describe(RetentionService.name, () => {
  it('drops whole segments that are past their days and keeps the others', async () => {
    const old = segmentKey(organizationId, now - 9 * day, 'old');
    const edge = segmentKey(organizationId, now - 7 * day, 'edge');
    const { sut, deleted } = setUp([old, edge]);
    await sut.apply();
    expect(deleted).toEqual([old]);
  });

  it('binds every command to the organisation', async () => {
    const { sut, commands } = setUp([segmentKey(organizationId, now - 9 * day, 'old')]);
    await sut.apply();
    expect(commands.length).toBeGreaterThan(0);
    for (const params of commands) expect(Object.values(params)).toContain(organizationId);
  });
});
