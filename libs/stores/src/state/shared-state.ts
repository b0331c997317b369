/** A question to the cache; several slots (buckets) hold different replies to one request. */
export type CacheQuestion = {
  /** Stands for the request; made of letters, digits and colons. */
  key: string;
  /** How many replies are kept for one request, from 1. */
  buckets: number;
  /** From 0 up to 1: which of several replies is taken. */
  pick: number;
  /** Whether concurrent misses are to be led by one call. */
  flight: boolean;
};

/** `leader` and `follower` are misses too, and come only where `flight` was asked for. */
export type CacheAnswer =
  | { kind: 'hit'; index: number; entry: Uint8Array }
  | { kind: 'miss' }
  /** This call is the one that goes; it must give the lease back by `release`. */
  | { kind: 'leader'; lease: string }
  /** Another call is under way: `wait` says when it has ended. */
  | { kind: 'follower' };

export type CacheStoring = {
  key: string;
  /** Whose room it takes: an organisation. */
  owner: string;
  buckets: number;
  entry: Uint8Array;
  ttlMs: number;
  /** Whether a reply that is still good may be replaced where all slots are full. */
  replace: boolean;
};

/** What one call takes of one limit. */
export type LimitTake = {
  /**
   * `<group>:<kind>:<rest>`: limits that are taken together must be of one group (an organisation). Where room is scarce
   * it is shared out among kinds.
   */
  key: string;
  quota: number;
  /** At least 60. */
  windowMs: number;
  /** Units that are taken, as a whole number. */
  amount: number;
  /**
   * False: the call is admitted while `used + amount <= quota`. True: what it will use is not known before its end. It
   * is admitted while `used < quota`, takes the running average of what such calls used, at least `amount`, and says
   * by `settle` what it was.
   */
  estimated: boolean;
};

export type LimitTaken = {
  admitted: boolean;
  /** Units in the window before this call. */
  used: number;
  /** What this call took, 0 where any limit refused it. */
  taken: number;
  /** The state's own clock, for `settle`. */
  at: number;
  /** Milliseconds until nothing of what is in the window counts any more. */
  emptyInMs: number;
  /** Milliseconds until a call like this one is admitted if nothing else comes; 0 where it is. */
  retryInMs: number;
};

/**
 * What a call that took an estimate used in truth; or, with `at` and `taken` 0, what was used and not asked for before,
 * which counts from now on and says nothing of what calls use.
 */
export type LimitSettlement = {
  key: string;
  windowMs: number;
  at: number;
  taken: number;
  actual: number;
};

/** How many of the newest items a list keeps. */
export const maxRecent = 100;

/**
 * What all processes and replicas of the proxy share: cached replies, who is under way for which request, and how
 * much of each limit is used. Every method rejects with a `StateAwayError` when the state cannot be asked; that comes
 * soon, and at once while it is known to be away.
 */
export type SharedState = {
  /** A hit only where all slots are full; then one of them at random (`pick`). */
  lookup(question: CacheQuestion): Promise<CacheAnswer>;
  /** Fills the next free slot, and says which; undefined where none is free or the entry is too large. */
  store(storing: CacheStoring): Promise<number | undefined>;
  /** Ends a leader's flight: everyone who waits goes on. */
  release(key: string, lease: string): Promise<void>;
  /**
   * Until the flight of `key` has ended, for at most `timeoutMs` or until the signal. Resolves in each of these
   * cases: what came of it is asked by `lookup`.
   */
  wait(key: string, timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Items of a list, the newest first. */
  recent(list: string): Promise<Uint8Array[]>;
  /** Puts one more into a list of `owner`'s, of which the newest 100 are kept, for at least `ttlMs`. */
  addRecent(list: string, item: Uint8Array, ttlMs: number, owner: string): Promise<void>;
  /**
   * Takes from all limits, or from none if one of them refuses. Sliding windows, exact under concurrency. Each key
   * at most once.
   */
  take(takes: readonly LimitTake[]): Promise<LimitTaken[]>;
  settle(settlements: readonly LimitSettlement[]): Promise<void>;
  /** Throws, in words, when the state cannot be asked. */
  check(): Promise<void>;
  close(): Promise<void>;
};
