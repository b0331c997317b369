import { type CreditBalance, type CreditEntry, type Wallet, type WhoAmI } from '@heliostat/contracts';
import { reserveStatement, settleStatement, type Statement } from '@heliostat/stores/credits';
import { toDateTime64 } from '@heliostat/stores/clickhouse';
import pg from 'pg';
import { type AnalyticsJawn, startAnalyticsJawn } from '../testing/analytics-jawn.js';
import { dataOf } from '../testing/jawn-fixture.js';
import { type TestClient } from '../testing/test-jawn.js';

let jawn: AnalyticsJawn;
/** The first to sign up: who operates the installation. */
let operator: TestClient;
let tenant: TestClient;
let org: string;
let database: pg.Client;

beforeAll(async () => {
  jawn = await startAnalyticsJawn();
  operator = jawn.client;
  database = new pg.Client(jawn.database);
  await database.connect();
});
beforeEach(async () => {
  tenant = await jawn.other();
  org = dataOf<WhoAmI>(await tenant.get('/v1/whoami')).activeOrganizationId!;
});
afterAll(async () => {
  await database.end();
  await jawn.close();
});

const wallet = () => `/v1/admin/wallet/${org}`;
const balance = async (client = tenant) => dataOf<CreditBalance>(await client.get('/v1/credits/balance'));
const entries = async () =>
  dataOf<{ entries: CreditEntry[]; total: number }>(await tenant.get('/v1/credits/entries'));
const run = ({ text, values }: Statement) => database.query(text, values);
const call = () => ({ org, id: 'call-1', createdAt: 1_790_000_000_000 });

describe('credits', () => {
  it('do not limit an organisation until an operator sets a balance (CR-01)', async () => {
    expect(await balance()).toEqual({
      balance: null,
      totalCreditsPurchased: 0,
      reserved: 0,
      limited: false,
      suspended: false,
    });
    const set = await operator.put(wallet(), { balance: 1000, reason: 'trial' });
    expect(dataOf(set)).toMatchObject({ balance: 1000, limited: true });
    expect((await entries()).entries).toMatchObject([{ kind: 'adjust', amount: 1000, note: 'trial' }]);
  });

  it('are added and taken, and every change is in the ledger', async () => {
    await operator.post(`${wallet()}/modify-balance?amount=500.5&type=credit&reason=INV-7`);
    await operator.post(`${wallet()}/modify-balance?amount=100&type=debit&reason=correction`);
    expect(await balance()).toMatchObject({ balance: 400.5, totalCreditsPurchased: 500.5 });
    expect((await entries()).entries.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['adjust', -100],
      ['topup', 500.5],
    ]);
    expect(dataOf(await tenant.get('/v1/credits/payments?page=0&pageSize=1'))).toEqual({
      purchases: [
        { id: expect.any(String), createdAt: expect.any(String), credits: 500.5, referenceId: 'INV-7' },
      ],
      total: 1,
      page: 0,
      pageSize: 1,
    });
  });

  it('show what calls set aside and what they were charged', async () => {
    await operator.put(wallet(), { balance: 100 });
    await run(reserveStatement(call(), 300_000_000n));
    expect(await balance()).toMatchObject({ balance: 100, reserved: 30 });
    await run(settleStatement(call(), 120_000_000n));
    expect(await balance()).toMatchObject({ balance: 88, reserved: 0 });
    expect(dataOf(await tenant.get('/v1/credits/totalSpend'))).toEqual({ totalSpend: 12 });
    for (const path of ['/v1/credits/discounts', '/v1/credits/invoices'])
      expect((await tenant.get(path)).body).toEqual({ data: [], error: null });
    expect((await entries()).entries[0]).toMatchObject({ kind: 'charge', amount: -12, requestId: 'call-1' });
  });

  it('keep what calls set aside while a balance is set', async () => {
    await operator.put(wallet(), { balance: 100 });
    await run(reserveStatement(call(), 300_000_000n));
    expect(dataOf(await operator.put(wallet(), { balance: 50 }))).toMatchObject({
      balance: 50,
      reserved: 30,
    });
  });

  it('are suspended and released, without touching the balance', async () => {
    await operator.put(wallet(), { balance: 100 });
    expect(dataOf(await operator.put(wallet(), { suspended: true }))).toMatchObject({
      suspended: true,
      balance: 100,
    });
    expect(await balance()).toMatchObject({ suspended: true });
    expect(dataOf(await operator.put(wallet(), { suspended: false }))).toMatchObject({ suspended: false });
    expect((await entries()).total).toBe(1);
  });

  it('are lifted, and the ledger still sums up to the balance', async () => {
    await operator.put(wallet(), { balance: 100 });
    expect(dataOf(await operator.delete(wallet()))).toMatchObject({ limited: false, balance: null });
    await operator.put(wallet(), { balance: 30 });
    const sum = (await entries()).entries.reduce((total, { amount }) => total + amount, 0);
    expect(sum).toBe(30);
  });

  it('are changed by operators alone: not by an owner of the organisation, nor by a key', async () => {
    const replies = await Promise.all([
      tenant.put(wallet(), { balance: 1e6 }),
      tenant.post(wallet()),
      tenant.post(`${wallet()}/modify-balance?amount=1&type=credit&reason=x`),
      tenant.delete(wallet()),
      tenant.get(`${wallet()}/entries`),
      jawn.stranger.put(wallet(), { balance: 1 }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 401]);
  });

  it('refuse what is no amount and no organisation', async () => {
    const nobody = '/v1/admin/wallet/b0000000-0000-4000-8000-000000000009';
    const replies = await Promise.all([
      operator.put(wallet(), {}),
      operator.put(wallet(), { balance: null }),
      operator.put(wallet(), { balance: 1e12 }),
      operator.post(`${wallet()}/modify-balance?amount=-1&type=credit`),
      operator.put(nobody, { balance: 1 }),
      operator.post(nobody),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([400, 400, 400, 400, 404, 404]);
  });

  it('break down by model what was paid from them, and nothing else (CR-04)', async () => {
    const row = {
      organization_id: org,
      model: 'gpt-4o-mini',
      provider: 'OPENAI',
      request_created_at: toDateTime64(Date.now() - 60_000),
      prompt_tokens: 10,
      completion_tokens: 5,
      cost: '250000000',
    };
    await jawn.insert([
      { ...row, request_id: 'b0000000-0000-4000-8000-0000000000a1', is_passthrough_billing: true },
      { ...row, request_id: 'b0000000-0000-4000-8000-0000000000a2', is_passthrough_billing: true },
      { ...row, request_id: 'b0000000-0000-4000-8000-0000000000a3', is_passthrough_billing: false },
    ]);
    expect(dataOf(await tenant.get('/v1/credits/spend/breakdown?timeRange=7d'))).toMatchObject({
      models: [
        { model: 'gpt-4o-mini', provider: 'OPENAI', promptTokens: 20, completionTokens: 10, total: 0.5 },
      ],
      totalCost: 0.5,
    });
    expect(dataOf(await operator.get('/v1/credits/spend/breakdown'))).toMatchObject({
      models: [],
      totalCost: 0,
    });
  });

  it('are listed by organisation for operators alone', async () => {
    await operator.put(wallet(), { balance: 250, suspended: true });
    const { wallets, total } = dataOf<{ wallets: Wallet[]; total: number }>(
      await operator.get('/v1/admin/wallets?pageSize=500'),
    );
    expect(wallets.find(({ organizationId }) => organizationId === org)).toMatchObject({
      balance: 250,
      limited: true,
      suspended: true,
    });
    expect(wallets.filter(({ limited }) => !limited)).toContainEqual(
      expect.objectContaining({ balance: null, reserved: 0, suspended: false }),
    );
    expect(total).toBe(wallets.length);
    const none = await operator.get('/v1/admin/wallets?search=%25no-such-name');
    expect(dataOf(none)).toMatchObject({ wallets: [], total: 0 });
    expect((await tenant.get('/v1/admin/wallets')).status).toBe(403);
  });
});
