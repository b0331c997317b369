import type { CreditCall } from '@heliostat/stores/credits';

export type { CreditCall };

/** Money set aside for one call. */
export type Reservation = {
  /** Nano-USD (1e-9). Less than was asked for where the balance had no more. */
  readonly amountNano: bigint;
  /**
   * Ends it and charges what the call cost in nano-USD; 0 where it cost nothing or nobody of ours paid. Never rejects:
   * what cannot be settled now, the worker settles from the call's row.
   */
  settle(actualNano: bigint): Promise<void>;
};

/** Why an organisation may not spend: its balance is spent (429), or an administrator suspended it (403). */
export type CreditRefusal = { status: 429 | 403; message: string };

/** What organisations may spend on the installation's own keys (CR-01). */
export type CreditLedger = {
  /**
   * Sets aside what the call may cost at most, once a call. `unlimited` where no administrator set a balance: that
   * costs no query. Rejects with a 503 when the database is away and the organisation is limited or not known, and
   * with `credits/duplicate-call` (409) for a call that is under way already.
   */
  reserve(
    call: CreditCall,
    amountNano: bigint,
  ): 'unlimited' | Promise<'unlimited' | Reservation | CreditRefusal>;
};

export const isRefusal = (result: 'unlimited' | Reservation | CreditRefusal): result is CreditRefusal =>
  typeof result === 'object' && 'status' in result;

/** The refusal as the page on error handling prints it (ER-03). */
export const refusalBody = ({ status, message }: CreditRefusal): Buffer =>
  Buffer.from(JSON.stringify({ error: { message, type: 'request_failed', code: status } }));
