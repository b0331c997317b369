import { CodedError, errorMessage, type Logger } from '@heliostat/platform';
import { reserveStatement, settleStatement, type ReserveRow } from '@heliostat/stores/credits';
import type { ProxyDatabase } from '../database/proxy-database.js';
import { OrgCache } from '../org-cache/org-cache.js';
import type { CreditCall, CreditLedger, CreditRefusal, Reservation } from './credit-ledger.js';

/** Postgres' SQLSTATE for a second row with a unique value. */
const uniqueViolation = '23505';
const insufficient: CreditRefusal = { status: 429, message: 'Insufficient credits' };
const suspended: CreditRefusal = { status: 403, message: 'Wallet suspended' };

/** Credits in Postgres, where all replicas meet. Who has no account is remembered, and never asked about. */
export class PostgresCreditLedger implements CreditLedger {
  /** Whether an organisation has an account. */
  private readonly limited: OrgCache<boolean>;

  constructor(
    private readonly database: ProxyDatabase,
    private readonly logger: Logger,
  ) {
    this.limited = new OrgCache({
      name: 'credits',
      logger,
      maxEntries: 50_000,
      load: async (org) => {
        const [row] = await database.query<{ limited: boolean }>(
          'credits-limited',
          'SELECT EXISTS (SELECT FROM credit_account WHERE organization_id = $1) AS limited',
          [org],
        );
        return row?.limited ?? false;
      },
    });
    database.onChange('policy', (org) => this.limited.invalidate(org));
    database.onGap(() => this.limited.invalidateAll());
  }

  reserve(
    call: CreditCall,
    amountNano: bigint,
  ): 'unlimited' | Promise<'unlimited' | Reservation | CreditRefusal> {
    const limited = this.limited.get(call.org);
    return limited === false ? 'unlimited' : this.reserveLimited(call, amountNano, limited);
  }

  private async reserveLimited(
    call: CreditCall,
    amountNano: bigint,
    limited: true | Promise<boolean>,
  ): Promise<'unlimited' | Reservation | CreditRefusal> {
    if (!(await limited)) return 'unlimited';
    // A price of 0 still needs a balance: what is free with its price unknown is not.
    const row = await this.ask(call, amountNano > 0n ? amountNano : 1n);
    if (row.suspended === null) return 'unlimited';
    if (row.amount === null) return row.suspended ? suspended : insufficient;
    return {
      amountNano: BigInt(row.amount),
      settle: (actualNano) => this.settle(call, actualNano),
    };
  }

  private async ask(call: CreditCall, amountNano: bigint): Promise<ReserveRow> {
    const { name, text, values } = reserveStatement(call, amountNano);
    try {
      const [row] = await this.database.query<ReserveRow>(name, text, values);
      return row!;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === uniqueViolation)
        throw new CodedError(
          'credits/duplicate-call',
          'A call with this Helicone-Request-Id began in the same millisecond: give each call an id of its own.',
          409,
        );
      throw new CodedError(
        'credits/unavailable',
        "The organization's credits cannot be checked: the database cannot be reached right now. Try again in a moment.",
        503,
        { cause: error },
      );
    }
  }

  private async settle(call: CreditCall, actualNano: bigint): Promise<void> {
    const { name, text, values } = settleStatement(call, actualNano);
    try {
      await this.database.query(name, text, values);
    } catch (error) {
      this.logger.warn(
        { request: call.id, error: errorMessage(error) },
        'a call could not be charged now; the worker charges it by its row',
      );
    }
  }
}
