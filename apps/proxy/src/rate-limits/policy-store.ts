/** What a limit counts: calls, cost in cents (US), or tokens of all kinds. */
export type LimitUnit = 'request' | 'cents' | 'tokens';

/** A rate limit that is kept with the organisation, as opposed to one in a header. */
export type StoredPolicy = {
  id: string;
  /** How `Helicone-RateLimit-Policy` may refer to it. */
  name: string;
  /** The API key that it is bound to; null where it holds for all keys of the organisation. */
  keyId: string | null;
  /** Above 0; decimals are allowed. */
  quota: number;
  /** 60 to 31,536,000. */
  windowSeconds: number;
  unit: LimitUnit;
  /** Null for all calls together, `user` for each user, else a property's name for each of its values. */
  segment: string | null;
};

/** The outside store of rate limits. */
export type RateLimitPolicyStore = {
  /**
   * Policies of the organisation and those bound to this key, in any order. Called on every call that is not the
   * shortest way: answers from memory whenever it can, with an empty list for most. Rejects when the store cannot be
   * asked and nothing is known.
   */
  policiesOf(org: string, keyId: string): readonly StoredPolicy[] | Promise<readonly StoredPolicy[]>;
};
