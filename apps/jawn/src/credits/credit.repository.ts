import { CreditAccountEntity, CreditEntryEntity, notifyChange } from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

export type NewEntry = {
  kind: 'topup' | 'adjust';
  amountNano: bigint;
  note: string;
  createdBy: string | null;
};
/** An organisation with its account, whose columns are null where there is none. */
export type WalletRow = {
  id: string;
  name: string;
  balance_nano: string | null;
  reserved_nano: string | null;
  suspended: boolean | null;
};
export type Totals = { topups: string; charges: string };

/** Balances and their ledger in Postgres. A balance changes only together with an entry of the same amount. */
@Injectable()
export class CreditRepository {
  constructor(private readonly dataSource: DataSource) {}

  async organizationExists(organizationId: string): Promise<boolean> {
    const [row] = await this.dataSource.query<{ found: boolean }[]>(
      'SELECT EXISTS (SELECT FROM organization WHERE id = $1 AND deleted_at IS NULL) AS found',
      [organizationId],
    );
    return row?.found ?? false;
  }

  account(organizationId: string): Promise<CreditAccountEntity | null> {
    return this.dataSource.getRepository(CreditAccountEntity).findOneBy({ organizationId });
  }

  /** One page of the installation's organisations by name, and how many there are. */
  async wallets(
    search: string,
    { page, pageSize }: { page: number; pageSize: number },
  ): Promise<{ rows: WalletRow[]; total: number }> {
    const found = "o.deleted_at IS NULL AND ($1 = '' OR strpos(lower(o.name), lower($1)) > 0)";
    const [rows, [count]] = await Promise.all([
      this.dataSource.query<WalletRow[]>(
        `SELECT o.id, o.name, a.balance_nano::text AS balance_nano, a.reserved_nano::text AS reserved_nano, a.suspended
         FROM organization o LEFT JOIN credit_account a ON a.organization_id = o.id
         WHERE ${found} ORDER BY lower(o.name), o.id LIMIT $2 OFFSET $3`,
        [search, pageSize, page * pageSize],
      ),
      this.dataSource.query<{ total: number }[]>(
        `SELECT count(*)::int AS total FROM organization o WHERE ${found}`,
        [search],
      ),
    ]);
    return { rows, total: count!.total };
  }

  /** Nano-USD of all top-ups and all charges; charges are positive here. */
  async totals(organizationId: string): Promise<Totals> {
    const [row] = await this.dataSource.query<Totals[]>(
      `SELECT coalesce(sum(amount_nano) FILTER (WHERE kind = 'topup'), 0)::text AS topups,
         coalesce(-sum(amount_nano) FILTER (WHERE kind = 'charge'), 0)::text AS charges
       FROM credit_entry WHERE organization_id = $1`,
      [organizationId],
    );
    return row!;
  }

  /** One page, newest first, and how many there are. */
  entries(
    organizationId: string,
    { page, pageSize }: { page: number; pageSize: number },
    kind?: CreditEntryEntity['kind'],
  ): Promise<[CreditEntryEntity[], number]> {
    return this.dataSource.getRepository(CreditEntryEntity).findAndCount({
      where: { organizationId, ...(kind && { kind }) },
      order: { id: 'DESC' },
      skip: page * pageSize,
      take: pageSize,
    });
  }

  /**
   * Changes an account, which is made where there is none, while no call reserves or settles. `entryFor` gets the
   * balance in nano-USD and returns what is to be added to it, if anything.
   */
  async change(
    organizationId: string,
    entryFor: (balanceNano: bigint) => NewEntry | undefined,
    suspended?: boolean,
  ): Promise<void> {
    await this.inTransaction(organizationId, async (manager) => {
      await manager.query('INSERT INTO credit_account (organization_id) VALUES ($1) ON CONFLICT DO NOTHING', [
        organizationId,
      ]);
      const account = await lock(manager, organizationId);
      const entry = account && entryFor(BigInt(account.balanceNano));
      if (entry) await insertEntry(manager, organizationId, entry);
      await manager.query(
        `UPDATE credit_account SET balance_nano = balance_nano + $2::bigint, suspended = coalesce($3, suspended),
           updated_at = now() WHERE organization_id = $1`,
        [organizationId, (entry?.amountNano ?? 0n).toString(), suspended ?? null],
      );
    });
  }

  /** Lifts the limit. The ledger stays, and says that the balance is gone. */
  async remove(organizationId: string, note: string, createdBy: string | null): Promise<void> {
    await this.inTransaction(organizationId, async (manager) => {
      const account = await lock(manager, organizationId);
      if (!account) return;
      const amountNano = -BigInt(account.balanceNano);
      if (amountNano !== 0n)
        await insertEntry(manager, organizationId, { kind: 'adjust', amountNano, note, createdBy });
      await manager.delete(CreditAccountEntity, { organizationId });
    });
  }

  private async inTransaction(
    organizationId: string,
    work: (manager: EntityManager) => Promise<void>,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await work(manager);
      await notifyChange(manager, { kind: 'policy', id: organizationId });
    });
  }
}

const lock = (manager: EntityManager, organizationId: string): Promise<CreditAccountEntity | null> =>
  manager.findOne(CreditAccountEntity, { where: { organizationId }, lock: { mode: 'pessimistic_write' } });

async function insertEntry(manager: EntityManager, organizationId: string, entry: NewEntry): Promise<void> {
  const { kind, amountNano, note, createdBy } = entry;
  await manager.insert(CreditEntryEntity, {
    organizationId,
    kind,
    amountNano: amountNano.toString(),
    note: note === '' ? null : note,
    createdBy,
  });
}
