import { randomUUID } from 'node:crypto';
import { loadConfig } from '@heliostat/platform';
import {
  createClickHouse,
  migrateClickHouse,
  requestUuid,
  toDateTime64,
  type ClickHouse,
  type RequestRow,
} from '@heliostat/stores/clickhouse';
import { migratePostgres, openDataSource, OrganizationEntity } from '@heliostat/stores/postgres';
import { storePendingEdit, type RowEdit } from '@heliostat/stores/request-edits';
import {
  requestRowFactory,
  startEmbeddedClickHouse,
  startTestPostgres,
  type EmbeddedClickHouse,
  type TestPostgres,
} from '@heliostat/stores/testing';
import type { DataSource } from 'typeorm';
import { PendingEditsService } from './pending-edits.service.js';

let engine: EmbeddedClickHouse;
let postgres: TestPostgres;
let clickhouse: ClickHouse;
let dataSource: DataSource;
let sut: PendingEditsService;
const organizationId = randomUUID();
const otherOrganizationId = randomUUID();

beforeAll(async () => {
  [engine, postgres] = await Promise.all([startEmbeddedClickHouse(), startTestPostgres()]);
  const config = loadConfig({ DATABASE_URL: await postgres.createDatabase() });
  await migratePostgres(config);
  await migrateClickHouse(engine.config);
  clickhouse = createClickHouse(engine.config);
  dataSource = await openDataSource(config);
  for (const id of [organizationId, otherOrganizationId])
    await dataSource.getRepository(OrganizationEntity).insert({ id, name: 'Acme' });
  sut = new PendingEditsService({ dataSource, clickhouse });
});
afterAll(async () => {
  await Promise.all([clickhouse.close(), dataSource.destroy()]);
  await Promise.all([engine.stop(), postgres.remove()]);
});
beforeEach(() => dataSource.query('DELETE FROM pending_request_edit'));

const rowFactory = (given: string, overrides: Partial<RequestRow> = {}): RequestRow => {
  const organization_id = overrides.organization_id ?? organizationId;
  return requestRowFactory({
    organization_id,
    request_id: requestUuid(organization_id, given),
    request_id_given: given,
    ...overrides,
  });
};
const write = (...rows: RequestRow[]) => clickhouse.insert('request_response_rmt', rows);
const store = (given: string, edit: RowEdit, organization = organizationId) =>
  storePendingEdit(dataSource, organization, requestUuid(organization, given), edit);
const rated = (rating: boolean): RowEdit => ({ kind: 'feedback', payload: { rating, at: Date.now() } });
const property = (name: string, value: string): RowEdit => ({
  kind: 'properties',
  payload: { [name]: value },
});
const stored = async ({ organization_id, request_id }: RequestRow) =>
  (
    await clickhouse.query<RequestRow>(
      'SELECT * FROM request_response_rmt WHERE organization_id = {o:UUID} AND request_id = {r:UUID}',
      { o: organization_id, r: request_id },
    )
  )[0]!;
const waiting = async () =>
  (await dataSource.query<{ n: number }[]>('SELECT count(*)::int AS n FROM pending_request_edit'))[0]!.n;

describe(PendingEditsService.name, () => {
  it('RQ-13: brings edits into the row that they waited for, in their order, and forgets them', async () => {
    await store('order 1', rated(true));
    await store('order 1', rated(false));
    await store('order 1', property('App', 'edited'));
    await store('order 1', { kind: 'scores', payload: { quality: 0.5 } });
    const row = rowFactory('order 1', { properties: { App: 'sent', Tier: 'a' } });
    const other = rowFactory('order 2');
    await write(row, other);
    await sut.applyTo([row, other]);
    expect(await stored(row)).toMatchObject({
      properties: { App: 'edited', Tier: 'a' },
      scores: { 'helicone-score-feedback': 0, quality: 0.5 },
      feedback_created_at: expect.any(String),
    });
    expect((await stored(other)).scores).toEqual({});
    expect(await waiting()).toBe(0);
  });

  it('RQ-13: lets a replay of the segment put nothing back', async () => {
    await store('replayed', property('App', 'edited'));
    const row = rowFactory('replayed', { properties: { App: 'sent' } });
    await write(row);
    await sut.applyTo([row]);
    await write(row);
    await sut.applyTo([row]);
    expect((await stored(row)).properties).toEqual({ App: 'edited' });
  });

  it('keeps what was edited in the table between the write and the look', async () => {
    await store('edited', property('late', 'pending'));
    const row = rowFactory('edited');
    await write(row, {
      ...row,
      properties: { direct: 'yes' },
      updated_at: toDateTime64(Date.now() + 60_000),
    });
    await sut.applyTo([row]);
    expect((await stored(row)).properties).toEqual({ direct: 'yes', late: 'pending' });
  });

  it('applies hundreds of rows at once, and nothing of another organisation', async () => {
    const rows = Array.from({ length: 450 }, (_, index) => rowFactory(`many ${index}`));
    const foreign = rowFactory('foreign', { organization_id: otherOrganizationId, request_id: randomUUID() });
    for (const row of rows) await store(row.request_id_given, rated(true));
    await storePendingEdit(dataSource, organizationId, foreign.request_id, rated(true));
    await write(...rows, foreign);
    await sut.applyTo([...rows, foreign]);
    const [sum] = await clickhouse.query<{ n: number }>(
      `SELECT count() AS n FROM request_response_rmt
       WHERE startsWith(request_id_given, 'many ') AND scores['helicone-score-feedback'] = 1`,
    );
    expect(sum!.n).toBe(450);
    expect((await stored(foreign)).scores).toEqual({});
    expect(await waiting()).toBe(1);
  });

  it('leaves what is older than a day alone', async () => {
    await store('stale', rated(true));
    await dataSource.query(`UPDATE pending_request_edit SET created_at = now() - interval '25 hours'`);
    const row = rowFactory('stale');
    await write(row);
    await sut.applyTo([row]);
    expect((await stored(row)).scores).toEqual({});
    await store('another', rated(true));
    expect(await waiting()).toBe(1);
  });

  it('asks Postgres once where nothing waits', async () => {
    const asked: string[] = [];
    const counting = {
      query: async (sql: string) => {
        asked.push(sql);
        return [];
      },
    } as unknown as DataSource;
    await new PendingEditsService({ dataSource: counting, clickhouse }).applyTo([
      rowFactory('one'),
      rowFactory('two'),
    ]);
    expect(asked).toHaveLength(1);
  });
});
