import { errorMessage, type Logger } from '@heliostat/platform';
import { Redis } from 'ioredis';
import { redisScripts } from './redis-scripts.js';
import { StateAwayError } from './state-away.error.js';

/** After a failure nobody asks for this long; then one asks, and the others with it if that went well. */
const pauseMs = 1_000;
const maxReconnectMs = 2_000;
const connectTimeoutMs = 2_000;
/** A connection that was silent for this long while asked is given up for a new one. */
const silentMs = 5_000;

/** Answers of Redis that speak of it rather than of the command: it starts, is full, or no longer takes writes. */
const away =
  /^(LOADING|READONLY|OOM|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|MISCONF|BUSY)|: -(READONLY|OOM|MISCONF)/;
/** The primary became a replica; before version 7 in the words of the script that it refused. */
const demoted = /^READONLY|: -READONLY/;
/** It takes nothing more; what it has it still gives, and soon. */
const full = /^OOM|: -OOM/;

export type ScriptName = keyof typeof redisScripts;

type Call = (...args: (string | number | Uint8Array)[]) => Promise<unknown>;

/**
 * One connection to Redis that never makes its users wait for a dead server: commands are not queued while it is
 * away, have a time limit, and after a failure are refused at once for a moment. Reconnects for ever.
 */
export class RedisConnection {
  private readonly redis: Redis;
  private pausedUntil = 0;
  private probing = false;
  private answeredAt = Date.now();
  private told = false;
  private readonly first: Promise<void>;

  constructor(
    url: string,
    private readonly timeoutMs: number,
    private readonly logger: Logger,
    onReady: () => void = () => {},
  ) {
    this.redis = new Redis(url, {
      connectTimeout: connectTimeoutMs,
      commandTimeout: timeoutMs,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      keepAlive: 10_000,
      retryStrategy: (times) => Math.min(maxReconnectMs, 25 * 2 ** Math.min(times, 10)),
      scripts: redisScripts,
    });
    this.redis.on('error', (error) => this.tell(errorMessage(error)));
    this.redis.on('ready', () => {
      this.pausedUntil = 0;
      if (this.told) logger.info('Redis answers again: cache and limits are shared');
      this.told = false;
      onReady();
    });
    this.first = new Promise((resolve) => {
      this.redis.once('ready', resolve);
      this.redis.once('error', () => resolve());
    });
  }

  /** Until it is connected, or has failed for the first time. */
  get attempted(): Promise<void> {
    return this.first;
  }

  /** Runs a script; bytes come back as buffers where `bytes` is asked for. Rejects with a `StateAwayError`. */
  async run(name: ScriptName, args: (string | number | Uint8Array)[], bytes = false): Promise<unknown> {
    const command = (bytes ? `${name}Buffer` : name) as keyof Redis;
    return this.ask(() => (this.redis[command] as Call).call(this.redis, ...args));
  }

  exists(key: string): Promise<boolean> {
    return this.ask(async () => (await this.redis.exists(key)) > 0);
  }

  /** Of another lifetime from now on, if it is there. */
  expire(key: string, ms: number): Promise<void> {
    return this.ask(async () => void (await this.redis.pexpire(key, ms)));
  }

  /** One command a key: they may be of different places in a cluster. */
  unlink(keys: readonly string[]): Promise<void> {
    return this.ask(async () => void (await Promise.all(keys.map((key) => this.redis.unlink(key)))));
  }

  /** What the server says of its memory, a line `name:value` each. */
  memory(): Promise<string> {
    return this.ask(() => this.redis.info('memory'));
  }

  ping(): Promise<void> {
    return this.ask(async () => void (await this.redis.ping()));
  }

  close(): void {
    this.redis.disconnect();
  }

  private async ask<T>(command: () => Promise<T>): Promise<T> {
    if (this.redis.status !== 'ready') throw new StateAwayError('Redis is not connected');
    const paused = this.pausedUntil > 0;
    if (paused && (this.probing || Date.now() < this.pausedUntil))
      throw new StateAwayError('Redis failed a moment ago');
    if (paused) this.probing = true;
    try {
      const answer = await command();
      this.answeredAt = Date.now();
      this.pausedUntil = 0;
      return answer;
    } catch (error) {
      throw this.failed(error);
    } finally {
      if (paused) this.probing = false;
    }
  }

  private failed(error: unknown): unknown {
    const words = errorMessage(error);
    const replied = error instanceof Error && error.name === 'ReplyError';
    if (replied) this.answeredAt = Date.now();
    // A fault of a script is ours, and no reason to leave Redis alone.
    if (replied && !away.test(words)) return error;
    if (!replied || !full.test(words)) this.pausedUntil = Date.now() + pauseMs;
    this.tell(words);
    // The name leads to another server by now, and this connection would stay with the replica for ever.
    if (replied && demoted.test(words)) this.redis.disconnect(true);
    else if (Date.now() - this.answeredAt > Math.max(silentMs, this.timeoutMs)) {
      this.answeredAt = Date.now();
      this.redis.disconnect(true);
    }
    return new StateAwayError(`Redis failed (${words})`, error);
  }

  /** Says it once for each time that it goes away. */
  private tell(words: string): void {
    if (this.told) return;
    this.told = true;
    this.logger.warn({ error: words }, 'Redis cannot be asked: cache and limits are not shared for now');
  }
}
