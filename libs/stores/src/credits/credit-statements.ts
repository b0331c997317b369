/** A call as its row knows it: a client may give one id to several calls, so the time belongs to it. */
export type CreditCall = {
  org: string;
  /** As given in `Helicone-Request-Id`, else ours. */
  id: string;
  /** Epoch milliseconds. */
  createdAt: number;
};

export type Statement = { name: string; text: string; values: unknown[] };

/** What `reserveStatement` answers: one row. Amounts are nano-USD as text. */
export type ReserveRow = {
  /** Null where nothing was reserved. */
  amount: string | null;
  /** Null where the organisation has no account: it may spend without limit. */
  suspended: boolean | null;
};

/** A reservation that nobody settles is given back after this. */
export const reservationMs = 3_600_000;

const valuesOf = ({ org, id, createdAt }: CreditCall): unknown[] => [
  org,
  new Date(createdAt).toISOString(),
  id,
];

/**
 * Sets money aside for a call, at most `nanoUsd`. The account's row carries the sum of what is set aside, so its lock
 * orders all who reserve, in whatever process: together they never set aside more than the balance. Where less than
 * `nanoUsd` is left and no other call is under way, the call gets what is left. A call that is reserved for already
 * fails with SQLSTATE 23505.
 */
export function reserveStatement(call: CreditCall, nanoUsd: bigint): Statement {
  return {
    name: 'credits-reserve',
    text: `WITH granted AS (
        UPDATE credit_account
        SET reserved_nano = reserved_nano + least($4::bigint, balance_nano - reserved_nano),
          reservations = reservations + 1
        WHERE organization_id = $1 AND NOT suspended AND balance_nano > reserved_nano
          AND (balance_nano - reserved_nano >= $4::bigint OR reservations = 0)
        RETURNING organization_id,
          -- The first to reserve may have got less than it asked for.
          CASE WHEN reservations = 1 THEN reserved_nano ELSE $4::bigint END AS amount_nano
      ), stored AS (
        INSERT INTO credit_reservation (organization_id, request_created_at, request_id, amount_nano, expires_at)
        SELECT organization_id, $2::timestamptz, $3, amount_nano, now() + interval '${reservationMs} milliseconds'
        FROM granted RETURNING amount_nano
      )
      SELECT (SELECT amount_nano::text FROM stored) AS amount,
        (SELECT suspended FROM credit_account WHERE organization_id = $1) AS suspended`,
    values: [...valuesOf(call), nanoUsd.toString()],
  };
}

/**
 * Ends a call's reservation and charges what it cost, once, however often and by whomever it is settled: the charge is
 * unique by call. A cost of 0 leaves no entry. An organisation without an account is not charged.
 */
export function settleStatement(call: CreditCall, nanoUsd: bigint): Statement {
  return {
    name: 'credits-settle',
    text: `WITH closed AS (
        DELETE FROM credit_reservation
        WHERE organization_id = $1 AND request_created_at = $2::timestamptz AND request_id = $3
        RETURNING amount_nano
      ), charged AS (
        INSERT INTO credit_entry (organization_id, request_created_at, request_id, kind, amount_nano)
        SELECT organization_id, $2::timestamptz, $3, 'charge', -$4::bigint FROM credit_account
        WHERE organization_id = $1 AND $4::bigint > 0
        ON CONFLICT (organization_id, request_created_at, request_id) WHERE kind = 'charge' DO NOTHING
        RETURNING amount_nano
      )
      UPDATE credit_account SET
        balance_nano = balance_nano + coalesce((SELECT amount_nano FROM charged), 0),
        reserved_nano = reserved_nano - coalesce((SELECT amount_nano FROM closed), 0),
        reservations = reservations - (SELECT count(*) FROM closed)::integer
      WHERE organization_id = $1 AND (EXISTS (SELECT FROM closed) OR EXISTS (SELECT FROM charged))`,
    values: [...valuesOf(call), nanoUsd.toString()],
  };
}
