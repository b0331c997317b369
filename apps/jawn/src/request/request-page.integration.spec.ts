import { type FilterNode, type RequestQuery } from '@heliostat/contracts';
import { toClickHouse } from '@heliostat/filters';
import {
  type ClickHouse,
  createClickHouse,
  editVersion,
  migrateClickHouse,
  type RequestRow,
  toDateTime64,
} from '@heliostat/stores/clickhouse';
import {
  type EmbeddedClickHouse,
  requestRowFactory,
  startEmbeddedClickHouse,
  testOrganizationId,
} from '@heliostat/stores/testing';
import { RequestRepository } from './request.repository.js';

describe(RequestRepository.name, () => {
  let server: EmbeddedClickHouse;
  let clickhouse: ClickHouse;
  let rows: RequestRow[];
  beforeAll(async () => {
    server = await startEmbeddedClickHouse();
    await migrateClickHouse(server.config);
    clickhouse = createClickHouse(server.config);
    rows = Array.from({ length: 200 }, (_, second) =>
      requestRowFactory({
        request_created_at: toDateTime64(Date.UTC(2026, 0, 1, 0, 0, second)),
        status: second % 10 === 0 ? 500 : 200,
      }),
    );
    await clickhouse.insert('request_response_rmt', rows);
    // The newest hundred were failures until an edit: many replaced versions match what no row matches any more.
    for (let edit = 0; edit < 2; edit += 1)
      await clickhouse.insert(
        'request_response_rmt',
        rows.slice(100).map((row) => ({
          ...row,
          status: edit === 0 ? 500 : row.status,
          updated_at: editVersion(row.updated_at, Date.now() + 1000 * (edit + 1)),
        })),
      );
  });
  afterAll(async () => {
    await clickhouse.close();
    await server.stop();
  });

  const page = async (filter: FilterNode, query: Partial<RequestQuery> = {}) => {
    const sut = new RequestRepository(clickhouse);
    const where = toClickHouse(filter, { organizationId: testOrganizationId, surface: 'request-query' });
    const found = await sut.page(testOrganizationId, where, { offset: 0, limit: 10, ...query });
    return found.map((row) => row.request_id);
  };
  const idsOf = (some: RequestRow[]) => some.map((row) => row.request_id);
  const newest = () => [...rows].reverse();

  it('pages from the newest without gap or repetition', async () => {
    expect(await page('all')).toEqual(idsOf(newest().slice(0, 10)));
    expect(await page('all', { offset: 190, limit: 50 })).toEqual(idsOf(newest().slice(190)));
    expect(await page('all', { offset: 200 })).toEqual([]);
  });

  it('fills the page though replaced versions crowd the newest ones', async () => {
    const failed = newest().filter((row) => row.status === 500);
    expect(await page({ request_response_rmt: { status: { equals: 500 } } })).toEqual(
      idsOf(failed.slice(0, 10)),
    );
    expect(await page({ request_response_rmt: { status: { equals: 500 } } }, { limit: 100 })).toEqual(
      idsOf(failed),
    );
  });

  it('finds nothing where only replaced versions match, and nothing where nothing does', async () => {
    const created = { request_created_at: { equals: rows[101]!.request_created_at.replace(' ', 'T') + 'Z' } };
    expect(await page({ request_response_rmt: { ...created, status: { equals: 500 } } })).toEqual([]);
    expect(await page({ request_response_rmt: { status: { equals: 404 } } })).toEqual([]);
  });

  it('counts users by their rows, not by replaced versions', async () => {
    const user = requestRowFactory({ user_id: 'u', request_created_at: toDateTime64(Date.UTC(2025, 0, 1)) });
    await clickhouse.insert('request_response_rmt', [user]);
    await clickhouse.insert('request_response_rmt', [
      { ...user, model: 'x', updated_at: editVersion(user.updated_at, Date.now() + 1000) },
    ]);
    expect(await page({ users_view: { user_total_requests: { equals: 1 } } })).toEqual([user.request_id]);
  });
});
