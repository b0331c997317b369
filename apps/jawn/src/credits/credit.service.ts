import {
  type CreditBalance,
  type CreditEntry,
  type ModelSpend,
  type modifyBalanceSchema,
  type PurchasedCredits,
  type spendBreakdownSchema,
  type updateWalletSchema,
  type Wallet,
  type walletListSchema,
} from '@heliostat/contracts';
import { CodedError } from '@heliostat/platform';
import { type CreditEntryEntity } from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { type z } from 'zod';
import { CreditRepository, type WalletRow } from './credit.repository.js';
import { centsOf, nanoOf } from './money.js';
import { SpendRepository } from './spend.repository.js';

export type Page = { page: number; pageSize: number };
export type SpendBreakdown = {
  models: ModelSpend[];
  totalCost: number;
  timeRange: { start: string; end: string };
};

const dayMs = 86_400_000;
const days = { '7d': 7, '30d': 30, '90d': 90, all: 365 * 20 } as const;

/** Credits: what organisations may spend on the installation's own keys (CR-01). Amounts are US cents. */
@Injectable()
export class CreditService {
  constructor(
    private readonly repository: CreditRepository,
    private readonly spend: SpendRepository,
  ) {}

  async balance(organizationId: string): Promise<CreditBalance> {
    const [account, { topups }] = await Promise.all([
      this.repository.account(organizationId),
      this.repository.totals(organizationId),
    ]);
    return {
      balance: account && centsOf(account.balanceNano),
      totalCreditsPurchased: centsOf(topups),
      reserved: centsOf(account?.reservedNano ?? '0'),
      limited: account !== null,
      suspended: account?.suspended ?? false,
    };
  }

  async wallets({
    search,
    ...page
  }: z.infer<typeof walletListSchema>): Promise<{ wallets: Wallet[]; total: number } & Page> {
    const { rows, total } = await this.repository.wallets(search, page);
    return { wallets: rows.map(walletOf), total, ...page };
  }

  async totalSpend(organizationId: string): Promise<{ totalSpend: number }> {
    const { charges } = await this.repository.totals(organizationId);
    return { totalSpend: centsOf(charges) };
  }

  async entries(
    organizationId: string,
    page: Page,
  ): Promise<{ entries: CreditEntry[]; total: number } & Page> {
    const [entries, total] = await this.repository.entries(organizationId, page);
    return { entries: entries.map(entryOf), total, ...page };
  }

  async payments(
    organizationId: string,
    page: Page,
  ): Promise<{ purchases: PurchasedCredits[]; total: number } & Page> {
    const [entries, total] = await this.repository.entries(organizationId, page, 'topup');
    return { purchases: entries.map(purchaseOf), total, ...page };
  }

  async breakdown(
    organizationId: string,
    { timeRange, startDate, endDate }: z.infer<typeof spendBreakdownSchema>,
    now = Date.now(),
  ): Promise<SpendBreakdown> {
    const end = endDate?.getTime() ?? now;
    const start = startDate?.getTime() ?? end - days[timeRange] * dayMs;
    const models = await this.spend.byModel(organizationId, start, end);
    return {
      models,
      totalCost: models.reduce((sum, { total }) => sum + total, 0),
      timeRange: { start: new Date(start).toISOString(), end: new Date(end).toISOString() },
    };
  }

  /** Adds to a balance or takes from it. The first time limits the organisation. */
  async modify(
    organizationId: string,
    { amount, type, reason }: z.infer<typeof modifyBalanceSchema>,
    by: string | null,
  ): Promise<CreditBalance> {
    await this.mustExist(organizationId);
    const nano = nanoOf(amount);
    const entry =
      type === 'credit'
        ? ({ kind: 'topup', amountNano: nano } as const)
        : ({ kind: 'adjust', amountNano: -nano } as const);
    await this.repository.change(organizationId, () => ({ ...entry, note: reason, createdBy: by }));
    return this.balance(organizationId);
  }

  /** Sets a balance, suspends, or both. */
  async update(
    organizationId: string,
    { balance, suspended, reason = '' }: z.infer<typeof updateWalletSchema>,
    by: string | null,
  ): Promise<CreditBalance> {
    await this.mustExist(organizationId);
    await this.repository.change(
      organizationId,
      (before) => {
        const amountNano = balance === undefined ? 0n : nanoOf(balance) - before;
        return amountNano === 0n ? undefined : { kind: 'adjust', amountNano, note: reason, createdBy: by };
      },
      suspended,
    );
    return this.balance(organizationId);
  }

  /** Lets the organisation spend without limit again. */
  async unlimit(organizationId: string, by: string | null): Promise<CreditBalance> {
    await this.mustExist(organizationId);
    await this.repository.remove(organizationId, 'limit lifted', by);
    return this.balance(organizationId);
  }

  async mustExist(organizationId: string): Promise<void> {
    if (!(await this.repository.organizationExists(organizationId)))
      throw new CodedError('credits/organization', 'There is no such organization', 404);
  }
}

const walletOf = (row: WalletRow): Wallet => ({
  organizationId: row.id,
  name: row.name,
  balance: row.balance_nano === null ? null : centsOf(row.balance_nano),
  reserved: centsOf(row.reserved_nano ?? '0'),
  limited: row.balance_nano !== null,
  suspended: row.suspended ?? false,
});

const entryOf = (entry: CreditEntryEntity): CreditEntry => ({
  id: entry.id,
  createdAt: entry.createdAt.toISOString(),
  kind: entry.kind,
  amount: centsOf(entry.amountNano),
  requestId: entry.requestId,
  note: entry.note,
});

const purchaseOf = (entry: CreditEntryEntity): PurchasedCredits => ({
  id: entry.id,
  createdAt: entry.createdAt.toISOString(),
  credits: centsOf(entry.amountNano),
  referenceId: entry.note ?? '',
});
