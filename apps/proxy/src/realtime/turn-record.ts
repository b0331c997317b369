import type { LogRecordMeta, Usage } from '@heliostat/contracts';
import type { CallFacts } from '../pipeline/call-facts.js';
import type { SpoolRecord } from '../spool/spool.js';

type Kept = { chunks: Uint8Array[]; kept: number };

/** What the session knows and every one of its turns repeats. */
export type TurnContext = Pick<
  LogRecordMeta,
  | 'org'
  | 'keyId'
  | 'path'
  | 'targetUrl'
  | 'provider'
  | 'userId'
  | 'properties'
  | 'passthroughBilling'
  | 'omitRequest'
  | 'omitResponse'
  | 'redact'
  | 'posthog'
>;

export type Turn = {
  id: string;
  /** Epoch milliseconds, and milliseconds since then. */
  createdAt: number;
  latencyMs: number;
  ttftMs: number | null;
  status: number;
  model: string | undefined;
  usage: Usage | undefined;
  error: string | undefined;
  /** What limits and guards found out. */
  facts: CallFacts | undefined;
  request: Buffer;
  response: Buffer;
  truncated: boolean;
  /** In whose format the reply is kept; OpenAI's, if absent. */
  bodyProvider?: string;
};

const milliseconds = (duration: number) => Math.round(duration * 1000) / 1000;

/** One reply of a realtime session as a record of the log. */
export class TurnRecord implements SpoolRecord {
  readonly request: Kept;
  readonly response: Kept;

  constructor(
    private readonly context: TurnContext,
    private readonly turn: Turn,
    private readonly onCommitted: (ok: boolean) => void,
  ) {
    this.request = { chunks: [turn.request], kept: turn.request.length };
    this.response = { chunks: [turn.response], kept: turn.response.length };
  }

  get org(): string {
    return this.context.org;
  }

  metaJson(): string {
    const { turn } = this;
    const meta: LogRecordMeta = {
      v: 1,
      ...this.context,
      id: turn.id,
      createdAt: turn.createdAt,
      latencyMs: milliseconds(turn.latencyMs),
      ttftMs: turn.ttftMs === null ? null : milliseconds(turn.ttftMs),
      status: turn.status,
      method: 'GET',
      reqBytes: turn.request.length,
      resBytes: turn.response.length,
      reqType: 'application/json',
      resType: 'application/json',
      bodyProvider: turn.bodyProvider ?? 'openai',
      source: 'proxy',
      ...(turn.truncated ? { reqTruncated: true } : {}),
      ...(turn.model === undefined ? {} : { model: turn.model }),
      ...(turn.usage === undefined ? {} : { usage: turn.usage }),
      ...(turn.error === undefined ? {} : { error: turn.error }),
      ...(turn.facts?.threat === undefined ? {} : { threat: turn.facts.threat }),
      ...(turn.facts?.rateLimited === undefined ? {} : { rateLimited: turn.facts.rateLimited }),
    };
    return JSON.stringify(meta);
  }

  committed(ok: boolean): void {
    this.onCommitted(ok);
  }
}
