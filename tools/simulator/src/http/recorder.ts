import type { IncomingMessage } from 'node:http';

/** One request as it arrived. */
export class Recorded {
  readonly receivedAt = Date.now();
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  /** Names and values alternating, as sent. */
  readonly rawHeaders: readonly string[];
  /** The caller went away before the reply was complete. */
  aborted = false;
  /** The reply was handed over completely. */
  finished = false;

  constructor(
    private readonly message: IncomingMessage,
    /** The body's bytes as sent. */
    readonly raw: Buffer,
  ) {
    this.method = message.method ?? 'GET';
    this.url = message.url ?? '/';
    this.rawHeaders = message.rawHeaders;
  }

  /** By lower-case name. */
  get headers(): IncomingMessage['headers'] {
    return this.message.headers;
  }

  get body(): string {
    return this.raw.toString('utf8');
  }

  toJSON() {
    const { method, url, headers, body, receivedAt, aborted, finished } = this;
    return { method, url, headers, body, bytes: this.raw.length, receivedAt, aborted, finished };
  }
}

/** The latest requests, at most `count` of them and `bytes` of their bodies (the newest always stays). */
export class Recorder {
  readonly requests: Recorded[] = [];
  private held = 0;

  constructor(
    private readonly count: number,
    private readonly bytes: number,
  ) {}

  /** Null when nothing is to be recorded. */
  record(message: IncomingMessage, body: Buffer): Recorded | null {
    if (this.count === 0) return null;
    const entry = new Recorded(message, body);
    this.requests.push(entry);
    this.held += body.length;
    while (this.requests.length > this.count || (this.held > this.bytes && this.requests.length > 1))
      this.held -= this.requests.shift()!.raw.length;
    return entry;
  }

  clear(): void {
    this.requests.length = 0;
    this.held = 0;
  }
}
