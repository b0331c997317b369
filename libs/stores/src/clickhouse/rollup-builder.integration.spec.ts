import { createLogger } from '@heliostat/platform';
import {
  requestRowFactory,
  startEmbeddedClickHouse,
  testOrganizationId,
  type EmbeddedClickHouse,
} from '../testing/index.js';
import { createClickHouse, type ClickHouse } from './clickhouse-client.js';
import { deleteOlderThan } from './delete-older-than.js';
import { migrateClickHouse } from './migrate-clickhouse.js';
import type { RequestRow } from './request-row.js';
import { RollupBuilder } from './rollup-builder.js';
import { createTables } from './tables.js';
import { editVersion } from './row-version.js';
import { toDateTime64 } from './to-date-time64.js';

const hourMs = 3_600_000;
const sinceSeconds = 86_400;

let server: EmbeddedClickHouse;
let clickhouse: ClickHouse;
let sut: RollupBuilder;
beforeAll(async () => {
  server = await startEmbeddedClickHouse();
  await migrateClickHouse(server.config);
  clickhouse = createClickHouse(server.config);
  sut = builder(clickhouse);
});
afterAll(async () => {
  await clickhouse.close();
  await server.stop();
});

const builder = (on: Pick<ClickHouse, 'query' | 'command' | 'tables'>, graceSeconds = 0) =>
  new RollupBuilder({ clickhouse: on, logger: createLogger('test', 'silent'), graceSeconds });
const insert = (...rows: RequestRow[]) => clickhouse.insert('request_response_rmt', rows);

let nextHour = Math.floor(Date.UTC(2026, 2, 1) / hourMs) * hourMs;
/** An hour of its own for each test. */
const anHour = () => (nextHour += hourMs);
const rowAt = (ms: number, overrides: Partial<RequestRow> = {}) =>
  requestRowFactory({ request_created_at: toDateTime64(ms), ...overrides });

type Built = { requests: number; cost: number; users: number };
/** What the newest build of an hour says, and whether it covers all changes; undefined where none does. */
async function usable(hour: number): Promise<Built | undefined> {
  const params = { organization: testOrganizationId, hour: hour / 1000 };
  const of = `organization_id = {organization:UUID} AND hour = toDateTime({hour:UInt32}, 'UTC')`;
  const valid = await clickhouse.query(
    `SELECT 1 FROM request_rollup_builds WHERE ${of}
     AND covers > (SELECT max(marked_at) FROM request_rollup_marks WHERE ${of})`,
    params,
  );
  if (valid.length === 0) return undefined;
  const [row] = await clickhouse.query<Built>(
    `SELECT sum(requests) AS requests, sum(cost) AS cost, uniqCombinedIfMerge(users) AS users FROM request_rollups
     WHERE ${of} AND build IN (SELECT build FROM request_rollup_builds WHERE ${of})`,
    params,
  );
  return row;
}

describe(RollupBuilder.name, () => {
  it('adds up an hour once, with replaced rows left out', async () => {
    const hour = anHour();
    const row = rowAt(hour + 5, { cost: '10', user_id: 'ann' });
    await insert(row, rowAt(hour + hourMs - 1, { cost: '5', user_id: 'bob' }));
    await insert({ ...row, cost: '20', updated_at: editVersion(row.updated_at, Date.now() + 1) });
    expect(await sut.build(sinceSeconds)).toBe(1);
    expect(await usable(hour)).toEqual({ requests: 2, cost: 25, users: 2 });
    expect(await sut.build(sinceSeconds)).toBe(0);
  });

  it.each([
    [
      'an edit',
      (row: RequestRow) => ({ ...row, cost: '7', updated_at: editVersion(row.updated_at, Date.now() + 1) }),
      { requests: 1, cost: 7, users: 0 },
    ],
    ['a replay', (row: RequestRow) => row, { requests: 1, cost: 3, users: 0 }],
    [
      'a late row',
      (row: RequestRow) =>
        rowAt(Date.parse(`${row.request_created_at.replace(' ', 'T')}Z`) + 1, { cost: '4' }),
      { requests: 2, cost: 7, users: 0 },
    ],
  ])('holds an hour for unusable after %s, until it is built again', async (_name, change, expected) => {
    const hour = anHour();
    const row = rowAt(hour + 1000, { cost: '3' });
    await insert(row);
    await sut.build(sinceSeconds);
    expect(await usable(hour)).toMatchObject({ requests: 1, cost: 3 });
    await insert(change(row));
    expect(await usable(hour)).toBeUndefined();
    await sut.build(sinceSeconds);
    expect(await usable(hour)).toEqual(expected);
  });

  it('sees rows that came by SQL', async () => {
    const hour = anHour();
    await insert(rowAt(hour));
    await sut.build(sinceSeconds);
    await clickhouse.command(
      `INSERT INTO request_response_rmt (organization_id, request_created_at, request_id, updated_at)
       SELECT {organization:UUID}, {at:DateTime64(3, 'UTC')}, generateUUIDv4(), now64(3)`,
      { organization: testOrganizationId, at: toDateTime64(hour + 1) },
    );
    expect(await usable(hour)).toBeUndefined();
    await sut.build(sinceSeconds);
    expect(await usable(hour)).toMatchObject({ requests: 2 });
  });

  it('holds an hour for changed when an insert ends before its rows are in', async () => {
    const hour = anHour();
    const row = rowAt(hour);
    await insert(row);
    await sut.build(sinceSeconds);
    await expect(insert({ ...row, status: 'broken' as unknown as number })).rejects.toThrow();
    expect(await usable(hour)).toBeUndefined();
    await sut.build(sinceSeconds);
    expect(await usable(hour)).toMatchObject({ requests: 1 });
  });

  it('follows what retention deletes', async () => {
    const old = Date.UTC(2025, 0, 1);
    await insert(rowAt(old), rowAt(old + hourMs));
    await sut.build(sinceSeconds);
    await deleteOlderThan(clickhouse, testOrganizationId, old + hourMs);
    expect(await usable(old)).toBeUndefined();
    expect(await usable(old + hourMs)).toMatchObject({ requests: 1 });
    await sut.build(sinceSeconds);
    expect(await usable(old)).toMatchObject({ requests: 0, cost: 0 });
  });

  it('waits for changes that may still be on their way', async () => {
    const hour = anHour();
    await insert(rowAt(hour));
    expect(await builder(clickhouse, 3_600).build(sinceSeconds)).toBe(0);
    expect(await usable(hour)).toBeUndefined();
    await sut.build(sinceSeconds);
  });

  it.each([1, 2, 3])('does no harm when it ends before statement %i', async (statement) => {
    const hour = anHour();
    await insert(rowAt(hour, { cost: '9' }));
    let left = statement;
    const dying: Pick<ClickHouse, 'query' | 'command' | 'tables'> = {
      tables: createTables({}),
      query: (...all) => clickhouse.query(...all),
      command: (...all) => (--left === 0 ? Promise.reject(new Error('killed')) : clickhouse.command(...all)),
    };
    await expect(builder(dying).build(sinceSeconds)).rejects.toThrow('killed');
    expect(await usable(hour)).toBeUndefined();
    expect(await sut.build(sinceSeconds)).toBe(1);
    expect(await usable(hour)).toMatchObject({ requests: 1, cost: 9 });
  });

  it('counts once when several workers build the same hour', async () => {
    const hour = anHour();
    await insert(rowAt(hour, { cost: '9' }), rowAt(hour + 1, { cost: '9' }));
    await Promise.all(
      [sut, builder(clickhouse), builder(clickhouse)].map((worker) => worker.build(sinceSeconds)),
    );
    expect(await usable(hour)).toMatchObject({ requests: 2, cost: 18 });
  });

  it('removes builds that were replaced, an hour later, and no other', async () => {
    const hour = anHour();
    const row = rowAt(hour);
    await insert(row);
    await sut.build(sinceSeconds);
    await insert(row);
    await sut.build(sinceSeconds);
    const stored = async () => {
      const of = { hour: hour / 1000 };
      const [found] = await clickhouse.query<{ n: number }>(
        `SELECT count() AS n FROM request_rollups WHERE hour = toDateTime({hour:UInt32}, 'UTC')`,
        of,
      );
      return found?.n;
    };
    await sut.clean();
    expect(await stored()).toBe(2);
    for (const table of ['request_rollups', 'request_rollup_groups'])
      await clickhouse.command(
        `ALTER TABLE ${table} UPDATE built_at = built_at - 7200 WHERE true`,
        {},
        {
          mutations_sync: '2',
        },
      );
    await sut.clean();
    expect(await stored()).toBe(1);
    expect(await usable(hour)).toMatchObject({ requests: 1 });
  });

  // The last one: its hour is due as soon as it is over, which may be in a moment.
  it('leaves the running hour alone', async () => {
    const hourOf = (ms: number) => Math.floor(ms / hourMs);
    let [now, built] = [0, 0];
    do {
      now = Date.now();
      await insert(rowAt(now));
      built = await sut.build(sinceSeconds);
    } while (hourOf(Date.now()) !== hourOf(now));
    expect(built).toBe(0);
  });
});
