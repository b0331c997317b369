import { z } from 'zod';
import { usageSchema } from './usage.schema.js';

/** Statuses that are not HTTP's: what the log stores when no complete reply exists. */
export const pseudoStatus = {
  streamTimeout: -2,
  clientCancelled: -3,
  promptThreat: -4,
  other: -100,
} as const;

/** The PostHog project that an event of a call is sent to: `key` is the project's, `host` an origin, perhaps with a path. */
export const posthogTargetSchema = z.object({ key: z.string().min(1), host: z.string().optional() });

/** One call to a provider on behalf of a client's. */
export const attemptSchema = z.object({
  provider: z.string(),
  model: z.string().optional(),
  /** HTTP status, or -100 where there was none. */
  status: z.number().int(),
  latencyMs: z.number().nonnegative(),
  /** Whose key was used: the organisation's own, the installation's, or the client's from its header. */
  key: z.enum(['own', 'installation', 'client']).optional(),
});

/**
 * What the proxy writes about one call, beside the raw bodies. One record is one row of `request_response_rmt`;
 * its identity is (`org`, `createdAt`, `id`). Times are epoch milliseconds, durations milliseconds, sizes bytes.
 */
export const logRecordMetaSchema = z.object({
  v: z.literal(1),
  /** As given in `Helicone-Request-Id`, else a UUID (v7) of ours. */
  id: z.string().min(1).max(256),
  org: z.uuid(),
  keyId: z.string().nullable(),
  createdAt: z.number(),
  latencyMs: z.number().nonnegative(),
  ttftMs: z.number().nonnegative().nullable(),
  /** HTTP status, or one of `pseudoStatus`. */
  status: z.number().int(),
  method: z.string(),
  /** Path and query below the door, keys removed. */
  path: z.string(),
  /** Upstream URL, credentials and key-like query parameters removed. */
  targetUrl: z.string(),
  /** Registry id of the provider (`openai`, `anthropic`, …) or `custom`. */
  provider: z.string(),
  /** What `Helicone-Target-Provider` named, for display. */
  providerName: z.string().optional(),
  userId: z.string().optional(),
  modelOverride: z.string().optional(),
  promptId: z.string().optional(),
  promptVersion: z.string().optional(),
  properties: z.record(z.string(), z.string()).optional(),
  referrer: z.string().optional(),
  countryCode: z.string().optional(),
  reqType: z.string().optional(),
  resType: z.string().optional(),
  /** `content-encoding` of the kept bodies, when not identity. */
  reqEncoding: z.string().optional(),
  resEncoding: z.string().optional(),
  reqBytes: z.number().int().nonnegative(),
  resBytes: z.number().int().nonnegative(),
  reqTruncated: z.boolean().optional(),
  resTruncated: z.boolean().optional(),
  omitRequest: z.boolean().optional(),
  omitResponse: z.boolean().optional(),
  /** Read at sealing where a body may not be kept. */
  usage: usageSchema.optional(),
  /** Model as read at sealing where a body may not be kept. */
  model: z.string().optional(),
  /** What went wrong, in words, when `status` is a pseudo status or the gateway answered itself. */
  error: z.string().optional(),
  source: z.enum(['proxy', 'manual', 'otel']).optional(),
  /** The provider in whose format the bodies are kept, where it is not `provider`: a translated call's client side. */
  bodyProvider: z.string().optional(),
  /** Which of the gateway's own formats the client spoke: `OPENAI`, `RESPONSES` or `ANTHROPIC`; `NO_MAPPING` where it spoke the provider's. */
  bodyMapping: z.string().optional(),
  /** Paid from the organisation's credits, with the installation's own key. */
  passthroughBilling: z.boolean().optional(),
  /** Every call that was made to a provider, in order; the last one answered. */
  attempts: z.array(attemptSchema).optional(),
  cacheEnabled: z.boolean().optional(),
  /** Id of the call whose reply was served from the cache: this one cost nothing. */
  cacheReferenceId: z.string().optional(),
  cacheBucketIndex: z.number().int().nonnegative().optional(),
  /** Milliseconds that the call behind the cached reply took. */
  cacheLatencyMs: z.number().nonnegative().optional(),
  /** True where a guard refused the prompt, false where it looked and passed it. */
  threat: z.boolean().optional(),
  /** A rate limit refused the call. */
  rateLimited: z.boolean().optional(),
  /** What a prompt's variables were filled with. */
  promptInputs: z.record(z.string(), z.unknown()).optional(),
  promptEnvironment: z.string().optional(),
  /** Personal data is to be blotted out of the bodies before they are kept; done and absent after sealing. */
  redact: z.boolean().optional(),
  /** The reply is the client's own (`__helicone-mock-response`): no provider was asked, and nothing was paid. */
  mocked: z.boolean().optional(),
  /** Kept in the record alone: neither a row nor a message shows the key. */
  posthog: posthogTargetSchema.optional(),
});

export type PosthogTarget = z.infer<typeof posthogTargetSchema>;
export type CallAttempt = z.infer<typeof attemptSchema>;
export type LogRecordMeta = z.infer<typeof logRecordMetaSchema>;

/** A record with its raw bodies, as they crossed the wire. */
export type LogRecord = { meta: LogRecordMeta; request: Uint8Array; response: Uint8Array };
