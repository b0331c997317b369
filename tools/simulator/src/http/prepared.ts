import type { Reply } from './reply.js';

/** A reply as bytes: made once, sent often. */
export type Prepared = {
  status: number;
  headers: string[];
  /** The frames of a stream, or the one body of a reply. */
  frames: Buffer[];
  stream: boolean;
  whole: Buffer;
};

export function prepare(reply: Reply): Prepared {
  const stream = 'frames' in reply;
  const frames = stream
    ? reply.frames.map((f) => (typeof f === 'string' ? Buffer.from(f) : Buffer.from(f)))
    : [Buffer.from(reply.body)];
  return {
    status: reply.status,
    headers: Object.entries(reply.headers).flat(),
    frames,
    stream,
    whole: frames.length === 1 ? frames[0]! : Buffer.concat(frames),
  };
}

/** Replies by request text; the oldest go first. */
export class PreparedReplies {
  private readonly entries = new Map<string, Prepared>();
  constructor(private readonly limit = 512) {}

  get(key: string): Prepared | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: Prepared): void {
    if (this.entries.size >= this.limit) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(key, value);
  }

  clear(): void {
    this.entries.clear();
  }
}
