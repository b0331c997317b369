import {
  isStateAnswer,
  type MessageChannel,
  type RemoteMethod,
  type StateAnswer,
  type StateQuestion,
} from './message-channel.js';
import type {
  CacheAnswer,
  CacheQuestion,
  CacheStoring,
  LimitSettlement,
  LimitTake,
  LimitTaken,
  SharedState,
} from './shared-state.js';
import { StateAwayError } from './state-away.error.js';

/** Questions that were given up, and whose answers may still lead a flight. */
const maxGivenUp = 1_000;
/** Generous: the other side is on this machine, and what is slow then is this process itself. */
const timeoutMs = 3_000;

type Pending = { resolve(value: unknown): void; reject(error: Error): void; timer: NodeJS.Timeout };

/** The shared state that another process owns; see `serveState`. */
export class RemoteState implements SharedState {
  private readonly pending = new Map<number, Pending>();
  /** Keys of flights, by the questions that were given up. */
  private readonly givenUp = new Map<number, string>();
  private last = 0;

  constructor(
    private readonly channel: MessageChannel,
    private readonly limitMs = timeoutMs,
  ) {
    channel.onMessage((message) => {
      if (isStateAnswer(message)) this.answered(message);
    });
  }

  lookup(question: CacheQuestion): Promise<CacheAnswer> {
    return this.ask('lookup', [question]) as Promise<CacheAnswer>;
  }

  store(storing: CacheStoring): Promise<number | undefined> {
    return this.ask('store', [storing]) as Promise<number | undefined>;
  }

  release(key: string, lease: string): Promise<void> {
    return this.ask('release', [key, lease]) as Promise<void>;
  }

  async wait(key: string, waitMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let leave = () => {};
    const left = new Promise<void>((resolve) => (leave = resolve));
    signal.addEventListener('abort', leave);
    try {
      // The other side keeps the time; what it then still says is heard by nobody.
      await Promise.race([left, this.ask('wait', [key, waitMs], waitMs + this.limitMs)]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  recent(list: string): Promise<Uint8Array[]> {
    return this.ask('recent', [list]) as Promise<Uint8Array[]>;
  }

  addRecent(list: string, item: Uint8Array, ttlMs: number, owner: string): Promise<void> {
    return this.ask('addRecent', [list, item, ttlMs, owner]) as Promise<void>;
  }

  take(takes: readonly LimitTake[]): Promise<LimitTaken[]> {
    return this.ask('take', [takes]) as Promise<LimitTaken[]>;
  }

  settle(settlements: readonly LimitSettlement[]): Promise<void> {
    return this.ask('settle', [settlements]) as Promise<void>;
  }

  async check(): Promise<void> {
    await this.take([]);
  }

  close(): Promise<void> {
    for (const { reject, timer } of this.pending.values()) {
      clearTimeout(timer);
      reject(new StateAwayError('the proxy stops'));
    }
    this.pending.clear();
    return Promise.resolve();
  }

  private ask(method: RemoteMethod, args: unknown[], limitMs = this.limitMs): Promise<unknown> {
    const id = ++this.last;
    const question: StateQuestion = { type: 'state?', id, method, args };
    return new Promise((resolve, reject) => {
      const late = () => {
        this.pending.delete(id);
        if (method === 'lookup') this.giveUp(id, args[0] as CacheQuestion);
        reject(new StateAwayError("the proxy's first process does not answer"));
      };
      const timer = setTimeout(late, limitMs);
      timer.unref();
      this.pending.set(id, { resolve, reject, timer });
      if (this.channel.send(question)) return;
      clearTimeout(timer);
      this.pending.delete(id);
      reject(new StateAwayError("the proxy's first process is gone"));
    });
  }

  private answered({ id, value, error }: StateAnswer): void {
    const pending = this.pending.get(id);
    if (pending === undefined) return this.answeredLate(id, value);
    this.pending.delete(id);
    clearTimeout(pending.timer);
    if (error === undefined) pending.resolve(value);
    else pending.reject(new StateAwayError(error));
  }

  private giveUp(id: number, { key, flight }: CacheQuestion): void {
    if (flight && this.givenUp.size < maxGivenUp) this.givenUp.set(id, key);
  }

  /** The call went without a lease: nobody would end the flight that it was given. */
  private answeredLate(id: number, value: unknown): void {
    const key = this.givenUp.get(id);
    if (key === undefined) return;
    this.givenUp.delete(id);
    const answer = value as CacheAnswer | undefined;
    if (answer?.kind === 'leader') this.release(key, answer.lease).catch(() => {});
  }
}
