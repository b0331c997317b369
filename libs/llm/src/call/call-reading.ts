import type { Usage } from '@heliostat/contracts';

/** One call's bytes as they crossed the wire, and what the proxy knows about them. */
export type CallInput = {
  /** Registry id, or `custom`. */
  provider: string;
  /** Path and query below the door. */
  path: string;
  targetUrl?: string | undefined;
  /** A GET only retrieves (a stored response, a batch): its usage was already counted. */
  method?: string | undefined;
  request: Uint8Array;
  response: Uint8Array;
  /** `content-type` of each body. */
  reqType?: string | undefined;
  resType?: string | undefined;
  /** `content-encoding` of each body: gzip, br, deflate, zstd. */
  reqEncoding?: string | undefined;
  resEncoding?: string | undefined;
  /** HTTP status, or one of contracts' `pseudoStatus`. */
  status: number;
  modelOverride?: string | undefined;
  /** Bodies of which only the first part was kept. */
  truncated?: boolean | { request?: boolean | undefined; response?: boolean | undefined } | undefined;
  /** Whoever reports a call states its tokens or leaves them unknown: only those of `proxy` are ever counted here. */
  source?: 'proxy' | 'manual' | 'otel' | undefined;
};

/** What a call's bodies say. */
export type CallReading = {
  /** For cost and display: the override, else the reply's model, else the request's. */
  model: string | null;
  requestModel: string | null;
  responseModel: string | null;
  responseId?: string;
  isStream: boolean;
  /** null where nothing was used or nothing can be known: errors, retrievals, paths that no model answers. */
  usage: Usage | null;
  /** In the provider's own word. */
  finishReason?: string;
  /** Parsed body; a form's fields for multipart. Absent when not JSON. */
  requestJson?: unknown;
  /** Parsed body; for a stream the assembled reply in the provider's own shape without streaming. */
  responseJson?: unknown;
  /** Decoded bodies for previews; empty for binary ones. A stream's is the assembled reply's JSON. */
  requestText: string;
  responseText: string;
  /** The provider's error message. */
  error?: string;
  /** Bodies that should have been JSON (or a stream) and are not; never set for truncated or cancelled ones. */
  malformed?: { request?: true; response?: true };
};
