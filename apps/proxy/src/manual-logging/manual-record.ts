import type { LogRecordMeta } from '@heliostat/contracts';
import { findProviderBySlug, providerOfUrl, readCall } from '@heliostat/llm';
import type { KeyGrant } from '../auth/key-store.js';
import { redactPath } from '../doors/path-key.js';
import type { RequestHeaders } from '../headers/request-headers.js';
import type { SpoolRecord } from '../spool/spool.js';
import { CappedCopy } from '../tee/capped-copy.js';
import type { ManualLog } from './manual-log.js';

export type ManualRecordFacts = {
  log: ManualLog;
  /** Headers of the request and of the log's `meta`, read as one. */
  headers: RequestHeaders;
  grant: KeyGrant;
  /** Registry id of the door's provider; undefined at the door for all. */
  provider: string | undefined;
  id: string;
  source: 'manual' | 'otel';
  /** `LOG_MAX_BODY` */
  maxBody: number;
};

/** A reported call on its way into the log: the same record as that of a call which went through the proxy. */
export class ManualRecord implements SpoolRecord {
  readonly request: CappedCopy;
  readonly response: CappedCopy;
  private readonly meta: LogRecordMeta;

  constructor(
    facts: ManualRecordFacts,
    private readonly done: (kept: boolean) => void,
  ) {
    this.request = new CappedCopy(facts.maxBody, facts.grant.org);
    this.response = new CappedCopy(facts.maxBody, facts.grant.org);
    this.request.add(facts.log.request);
    this.response.add(facts.log.response);
    this.meta = this.metaOf(facts);
  }

  get org(): string {
    return this.meta.org;
  }

  metaJson(): string {
    return JSON.stringify(this.meta);
  }

  committed(ok: boolean): void {
    this.request.release();
    this.response.release();
    this.done(ok);
  }

  private metaOf({ log, headers, grant, provider, id, source }: ManualRecordFacts): LogRecordMeta {
    const { request, response } = this;
    const meta: LogRecordMeta = {
      v: 1,
      id,
      org: grant.org,
      keyId: grant.keyId,
      createdAt: log.createdAt,
      latencyMs: log.latencyMs,
      ttftMs: log.ttftMs,
      status: log.status,
      method: 'POST',
      ...whereOf(log.url),
      provider: provider ?? providerOf(log),
      source,
      // A span's bodies are put together as OpenAI words them.
      ...(source === 'otel' && { bodyProvider: 'openai' }),
      reqType: 'application/json',
      resType: log.responseType,
      reqBytes: request.bytes,
      resBytes: response.bytes,
      ...(request.truncated && { reqTruncated: true }),
      ...(response.truncated && { resTruncated: true }),
      ...headerFacts(headers),
      ...(log.model !== undefined && { model: log.model }),
    };
    // What is cut off is not there to be read later.
    return request.truncated || response.truncated ? { ...readWhole(meta, log), ...meta } : meta;
  }
}

/** What the headers say; undefined values are left out of the JSON. */
function headerFacts(headers: RequestHeaders): Partial<LogRecordMeta> {
  const { posthogKey: key, posthogHost: host, properties } = headers;
  return {
    providerName: headers.targetProvider,
    userId: headers.userId,
    modelOverride: headers.modelOverride,
    ...(!headers.promptDeactivated && {
      promptId: headers.promptId,
      promptVersion: headers.promptVersion,
    }),
    properties: properties && { ...properties },
    omitRequest: headers.omitRequest || undefined,
    omitResponse: headers.omitResponse || undefined,
    redact: headers.features?.redactPii || undefined,
    posthog: key === undefined ? undefined : { key, host },
  };
}

const maxUrl = 4096;

/** Path and target of the row: those of the URL, or the name that stands in its place. */
function whereOf(text: string): { path: string; targetUrl: string } {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null) {
    const name = redactPath(text.slice(0, maxUrl));
    return { path: name, targetUrl: name };
  }
  // Credentials and fragments are nobody's business.
  const path = redactPath((url.pathname + url.search).slice(0, maxUrl));
  return { path, targetUrl: url.origin + path };
}

/** The provider that the logger names, else the one behind the URL. */
function providerOf({ provider, url }: ManualLog): string {
  const named = provider === undefined ? undefined : findProviderBySlug(provider);
  return (named ?? providerOfUrl(url))?.id ?? 'custom';
}

function readWhole(meta: LogRecordMeta, { request, response }: ManualLog): Partial<LogRecordMeta> {
  const { usage, model } = readCall({ ...meta, request, response, truncated: false });
  return { ...(usage && { usage }), ...(model !== null && { model }) };
}
