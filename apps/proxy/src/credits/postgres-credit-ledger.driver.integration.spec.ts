import fc from 'fast-check';
import { DatabaseFixture } from '../testing/database.fixture.js';
import { until } from '../testing/raw-client.js';
import { isRefusal, refusalBody, type CreditRefusal, type Reservation } from './credit-ledger.js';
import { PostgresCreditLedger } from './postgres-credit-ledger.driver.js';

let fixture: DatabaseFixture;
let sut: PostgresCreditLedger;
/** Stands for another replica. */
let other: PostgresCreditLedger;
let calls = 0;

beforeAll(async () => {
  fixture = await DatabaseFixture.start();
  sut = new PostgresCreditLedger(fixture.database, fixture.logger);
  other = new PostgresCreditLedger(fixture.database, fixture.logger);
});
afterAll(() => fixture.stop());

async function account(balance: number) {
  const org = await fixture.organization();
  await fixture.query('INSERT INTO credit_account (organization_id, balance_nano) VALUES ($1, $2)', [
    org,
    balance,
  ]);
  return org;
}
const callOf = (org: string, id = `call-${++calls}`) => ({ org, id, createdAt: 1_790_000_000_123 });
const reserved = async (org: string, amount: bigint, id?: string): Promise<Reservation> => {
  const result = await sut.reserve(callOf(org, id), amount);
  if (result === 'unlimited' || isRefusal(result)) throw new Error(`not reserved: ${JSON.stringify(result)}`);
  return result;
};
async function stateOf(org: string) {
  const [row] = await fixture.query<{ balance_nano: string; reserved_nano: string; reservations: number }>(
    'SELECT balance_nano, reserved_nano, reservations FROM credit_account WHERE organization_id = $1',
    [org],
  );
  return [Number(row!.balance_nano), Number(row!.reserved_nano), row!.reservations];
}

describe(PostgresCreditLedger.name, () => {
  it('lets organisations without a balance spend, and asks about them once (CR-01)', async () => {
    const org = await fixture.organization();
    expect(await sut.reserve(callOf(org), 5n)).toBe('unlimited');
    expect(sut.reserve(callOf(org), 5n)).toBe('unlimited');
  });

  it('charges exactly what the call cost and gives the rest back (CR-01)', async () => {
    const org = await account(1000);
    const reservation = await reserved(org, 400n);
    expect(await stateOf(org)).toEqual([1000, 400, 1]);
    await reservation.settle(123n);
    expect(await stateOf(org)).toEqual([877, 0, 0]);
    const entries = await fixture.query(
      `SELECT kind, amount_nano, request_id, request_created_at FROM credit_entry WHERE organization_id = $1`,
      [org],
    );
    expect(entries).toEqual([
      {
        kind: 'charge',
        amount_nano: '-123',
        request_id: expect.stringMatching(/^call-/),
        request_created_at: new Date(1_790_000_000_123),
      },
    ]);
  });

  it('charges a call once, however often it is settled', async () => {
    const org = await account(1000);
    const reservation = await reserved(org, 400n);
    await Promise.all([1, 2, 3, 4].map(() => reservation.settle(100n)));
    expect(await stateOf(org)).toEqual([900, 0, 0]);
  });

  it('charges a call whose reservation is gone already', async () => {
    const org = await account(1000);
    const reservation = await reserved(org, 400n);
    await reservation.settle(0n);
    expect(await stateOf(org)).toEqual([1000, 0, 0]);
    await reservation.settle(50n);
    expect(await stateOf(org)).toEqual([950, 0, 0]);
  });

  it('refuses when the balance is spent, with the body of the page (CR-01, ER-03)', async () => {
    const org = await account(0);
    const refusal = await sut.reserve(callOf(org), 1n);
    expect(refusal).toEqual({ status: 429, message: 'Insufficient credits' });
    expect(refusalBody(refusal as CreditRefusal).toString()).toBe(
      '{"error":{"message":"Insufficient credits","type":"request_failed","code":429}}',
    );
    expect(await sut.reserve(callOf(org), 0n)).toMatchObject({ status: 429 });
  });

  it('refuses a suspended organisation (ER-03)', async () => {
    const org = await account(1000);
    await fixture.query('UPDATE credit_account SET suspended = true WHERE organization_id = $1', [org]);
    expect(await sut.reserve(callOf(org), 1n)).toEqual({ status: 403, message: 'Wallet suspended' });
  });

  it('lets the last money be spent by one call at a time', async () => {
    const org = await account(100);
    const last = await reserved(org, 5000n);
    expect(last.amountNano).toBe(100n);
    expect(await sut.reserve(callOf(org), 1n)).toMatchObject({ status: 429 });
    await last.settle(130n);
    expect(await stateOf(org)).toEqual([-30, 0, 0]);
    expect(await sut.reserve(callOf(org), 1n)).toMatchObject({ status: 429 });
  });

  it('never lets calls of several replicas set aside more than there is', async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 2, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(amounts, fc.integer({ min: 1, max: 1500 }), async (wanted, balance) => {
        const org = await account(balance);
        const results = await Promise.all(
          wanted.map((amount, index) => (index % 2 ? sut : other).reserve(callOf(org), BigInt(amount))),
        );
        const granted = results.flatMap((result) =>
          result === 'unlimited' || isRefusal(result) ? [] : [result.amountNano],
        );
        const sum = Number(granted.reduce((total, amount) => total + amount, 0n));
        expect(granted.length).toBeGreaterThan(0);
        expect(sum).toBeLessThanOrEqual(balance);
        expect(await stateOf(org)).toEqual([balance, sum, granted.length]);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps apart two calls that were given the same id, and refuses the same call twice', async () => {
    const org = await account(1000);
    const first = await reserved(org, 10n, 'same');
    await expect(sut.reserve(callOf(org, 'same'), 10n)).rejects.toMatchObject({
      code: 'credits/duplicate-call',
      status: 409,
    });
    expect(await stateOf(org)).toEqual([1000, 10, 1]);
    const later = await sut.reserve({ org, id: 'same', createdAt: 1_790_000_000_124 }, 10n);
    await first.settle(7n);
    await (later as Reservation).settle(8n);
    expect(await stateOf(org)).toEqual([985, 0, 0]);
  });

  it('learns within a moment that an organisation became limited, and that it no longer is', async () => {
    const org = await fixture.organization();
    await sut.reserve(callOf(org), 1n);
    await fixture.query('INSERT INTO credit_account (organization_id) VALUES ($1)', [org]);
    await fixture.notify('policy', org);
    await until(() => sut.reserve(callOf(org), 1n) !== 'unlimited');
    expect(await sut.reserve(callOf(org), 1n)).toMatchObject({ status: 429 });
    await fixture.query('DELETE FROM credit_account WHERE organization_id = $1', [org]);
    expect(await sut.reserve(callOf(org), 1n)).toBe('unlimited');
  });

  it('refuses with 503 who is limited or unknown while the database is away, and nobody else', async () => {
    const [unlimited, unknown, limited] = [
      await fixture.organization(),
      await fixture.organization(),
      await account(1000),
    ];
    await sut.reserve(callOf(unlimited), 1n);
    const open = await reserved(limited, 100n);
    await fixture.server.stop();
    expect(await sut.reserve(callOf(unlimited), 1n)).toBe('unlimited');
    for (const org of [unknown, limited])
      await expect(sut.reserve(callOf(org), 1n)).rejects.toMatchObject({
        code: 'credits/unavailable',
        status: 503,
      });
    await open.settle(10n);
    await fixture.server.start();
  });
});
