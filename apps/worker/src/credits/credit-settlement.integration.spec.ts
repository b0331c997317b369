import { randomUUID } from 'node:crypto';
import { createLogger, loadConfig } from '@heliostat/platform';
import {
  createClickHouse,
  migrateClickHouse,
  requestUuid,
  toDateTime64,
  type ClickHouse,
  type RequestRow,
} from '@heliostat/stores/clickhouse';
import { reserveStatement, settleStatement } from '@heliostat/stores/credits';
import {
  CreditAccountEntity,
  migratePostgres,
  openDataSource,
  OrganizationEntity,
} from '@heliostat/stores/postgres';
import {
  requestRowFactory,
  startEmbeddedClickHouse,
  startTestPostgres,
  type EmbeddedClickHouse,
  type TestPostgres,
} from '@heliostat/stores/testing';
import type { DataSource } from 'typeorm';
import { CreditSettlementService } from './credit-settlement.service.js';

let engine: EmbeddedClickHouse;
let postgres: TestPostgres;
let clickhouse: ClickHouse;
let dataSource: DataSource;
let now: number;
let sut: CreditSettlementService;
let org: string;
const minute = 60_000;
const createdAt = Date.UTC(2026, 9, 1, 12, 0, 0, 123);

beforeAll(async () => {
  [engine, postgres] = await Promise.all([startEmbeddedClickHouse(), startTestPostgres()]);
  const config = loadConfig({ DATABASE_URL: await postgres.createDatabase() });
  await migratePostgres(config);
  await migrateClickHouse(engine.config);
  clickhouse = createClickHouse(engine.config);
  dataSource = await openDataSource(config);
  const logger = createLogger('test', 'silent');
  sut = new CreditSettlementService({ dataSource, clickhouse, logger, now: () => now });
});
afterAll(async () => {
  await Promise.all([clickhouse.close(), dataSource.destroy()]);
  await Promise.all([engine.stop(), postgres.remove()]);
});
beforeEach(async () => {
  org = randomUUID();
  await dataSource.getRepository(OrganizationEntity).insert({ id: org, name: 'Acme' });
  await dataSource.getRepository(CreditAccountEntity).insert({ organizationId: org, balanceNano: '1000000' });
  now = Date.now() + 5 * minute;
});

const callOf = (id: string) => ({ org, id, createdAt });
const reserve = async (id: string, amount = 1000n) => {
  const { text, values } = reserveStatement(callOf(id), amount);
  await dataSource.query(text, values);
};
const write = (id: string, row: Partial<RequestRow> = {}) =>
  clickhouse.insert('request_response_rmt', [
    requestRowFactory({
      organization_id: org,
      request_id: requestUuid(org, id),
      request_id_given: id,
      request_created_at: toDateTime64(createdAt),
      cost: '123',
      is_passthrough_billing: true,
      ...row,
    }),
  ]);
const state = async () => {
  const account = await dataSource
    .getRepository(CreditAccountEntity)
    .findOneByOrFail({ organizationId: org });
  return [Number(account.balanceNano), Number(account.reservedNano), account.reservations];
};

describe(CreditSettlementService.name, () => {
  it('charges a call what its row says (CR-01)', async () => {
    await reserve('not a uuid');
    await write('not a uuid');
    expect(await sut.settleOpen()).toEqual({ charged: 1, released: 0 });
    expect(await state()).toEqual([999_877, 0, 0]);
  });

  it('charges no call twice that its proxy settles, too', async () => {
    await reserve('both');
    await write('both');
    await sut.settleOpen();
    const { text, values } = settleStatement(callOf('both'), 125n);
    await dataSource.query(text, values);
    await sut.settleOpen();
    expect(await state()).toEqual([999_877, 0, 0]);
  });

  it("charges nothing for a call that the organisation's own key paid in the end (CR-04)", async () => {
    await reserve('own key');
    const attempt = { model: 'm', latencyMs: 5 };
    const attempts = [
      { provider: 'openai', status: 500, key: 'installation', ...attempt },
      { provider: 'anthropic', status: 200, key: 'own', ...attempt },
    ];
    await write('own key', { is_passthrough_billing: false, attempts: JSON.stringify(attempts) });
    expect(await sut.settleOpen()).toEqual({ charged: 0, released: 1 });
    expect(await state()).toEqual([1_000_000, 0, 0]);
  });

  it.each([
    ['that was reported', ''],
    ['of a call with a key of its own', JSON.stringify([{ provider: 'openai', status: 200, key: 'own' }])],
    ['whose model only looks so', JSON.stringify([{ model: '"key":"installation"', key: 'client' }])],
  ])(
    'is not led to give money back by a row %s under the id and millisecond of a paid call',
    async (_, attempts) => {
      await reserve('copied');
      await write('copied', { is_passthrough_billing: false, cost: '0', attempts });
      expect(await sut.settleOpen()).toEqual({ charged: 0, released: 0 });
      expect(await state()).toEqual([1_000_000, 1000, 1]);

      await write('copied', { cost: '200' });
      expect(await sut.settleOpen()).toEqual({ charged: 1, released: 0 });
      expect(await state()).toEqual([999_800, 0, 0]);
    },
  );

  it('leaves a call alone that may still be under way', async () => {
    now = Date.now() + minute;
    await reserve('running');
    await write('running');
    expect(await sut.settleOpen()).toEqual({ charged: 0, released: 0 });
    expect(await state()).toEqual([1_000_000, 1000, 1]);
    now += 5 * minute;
    await sut.settleOpen();
  });

  it('waits an hour for the row of a call, and then gives its money back', async () => {
    await reserve('lost');
    await write('lost', { request_created_at: toDateTime64(createdAt + 1) });
    await sut.settleOpen();
    expect(await state()).toEqual([1_000_000, 1000, 1]);
    now = Date.now() + 61 * minute;
    expect(await sut.settleOpen()).toEqual({ charged: 0, released: 1 });
    expect(await state()).toEqual([1_000_000, 0, 0]);
  });

  it('goes on behind calls that it has to leave', async () => {
    const ids = Array.from({ length: 501 }, (_, index) => `many-${index}`);
    for (const id of ids) await reserve(id, 10n);
    await write('many-500');
    expect(await sut.settleOpen()).toEqual({ charged: 1, released: 0 });
    expect(await state()).toEqual([999_877, 5000, 500]);
  });
});
