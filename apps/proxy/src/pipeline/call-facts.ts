import type { CallAttempt, Usage } from '@heliostat/contracts';

/** What stages find out about a call and the log keeps; names are those of `LogRecordMeta`. */
export type CallFacts = {
  bodyProvider?: string;
  bodyMapping?: string;
  passthroughBilling?: boolean;
  attempts?: CallAttempt[];
  cacheEnabled?: boolean;
  cacheReferenceId?: string;
  cacheBucketIndex?: number;
  cacheLatencyMs?: number;
  threat?: boolean;
  rateLimited?: boolean;
  promptId?: string;
  promptVersion?: string;
  promptInputs?: Record<string, unknown>;
  promptEnvironment?: string;
  redact?: boolean;
  usage?: Usage;
  model?: string;
  mocked?: boolean;
};
