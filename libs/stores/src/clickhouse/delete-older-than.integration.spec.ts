import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '../testing/embedded-clickhouse.js';
import { requestRowFactory, testOrganizationId } from '../testing/request-row.factory.js';
import { createClickHouse, type ClickHouse } from './clickhouse-client.js';
import { deleteOlderThan as sut } from './delete-older-than.js';
import { migrateClickHouse } from './migrate-clickhouse.js';
import { editVersion } from './row-version.js';
import { toDateTime64 } from './to-date-time64.js';

describe(sut.name, () => {
  let server: EmbeddedClickHouse;
  let clickhouse: ClickHouse;
  beforeAll(async () => {
    server = await startEmbeddedClickHouse();
    await migrateClickHouse(server.config);
    clickhouse = createClickHouse(server.config);
  });
  afterAll(async () => {
    await clickhouse.close();
    await server.stop();
  });

  it('removes the rows from before the moment, of that organisation only, replaced versions too', async () => {
    const before = Date.UTC(2026, 4, 15);
    const at = (ms: number) => ({ request_created_at: toDateTime64(ms) });
    const march = requestRowFactory(at(Date.UTC(2026, 2, 3)));
    const edited = { ...march, model: 'x', updated_at: editVersion(march.updated_at, Date.now() + 1) };
    const may = requestRowFactory(at(before - 1));
    const kept = requestRowFactory(at(before));
    const other = requestRowFactory({
      ...at(Date.UTC(2026, 2, 3)),
      organization_id: '22222222-2222-4222-8222-222222222222',
    });
    for (const row of [march, edited, may, kept, other])
      await clickhouse.insert('request_response_rmt', [row]);

    expect(await sut(clickhouse, testOrganizationId, before)).toBe(3);

    const left = await clickhouse.query(
      'SELECT request_id AS id FROM request_response_rmt',
      {},
      { final: 0 },
    );
    expect(left).toEqual(expect.arrayContaining([{ id: kept.request_id }, { id: other.request_id }]));
    expect(left).toHaveLength(2);
    expect(await sut(clickhouse, testOrganizationId, before)).toBe(0);
  });
});
