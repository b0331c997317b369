import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/**
 * reset: the connection is reset before the first byte. hang: no byte ever. truncate: half of the reply, then the
 * connection breaks. stall: half of the reply, then silence. slow-headers: the head drips, a line every 50 ms.
 * garbage: status 200 and bytes that are not what the content type says. fault: status 200, and the provider's error for
 * too many requests in the reply's place; late-fault: behind half of a stream.
 */
export const failures = [
  'reset',
  'hang',
  'truncate',
  'stall',
  'slow-headers',
  'garbage',
  'fault',
  'late-fault',
] as const;
export type Failure = (typeof failures)[number];

export const encodings = ['gzip', 'br', 'deflate', 'zstd'] as const;
export type Encoding = (typeof encodings)[number];

/** How one reply behaves. Times in milliseconds. */
export type Behaviour = {
  /** Before the reply's head. */
  latencyMs: number;
  /** From a stream's head to its first frame. */
  ttftMs: number;
  /** Between two frames; 0 sends all at once. */
  chunkMs: number;
  /** Answer with this error (400 and above) in the provider's shape. */
  status: number | null;
  fail: Failure | null;
  /** Output tokens of the reply; null: by the seed, 20 to 160. */
  tokens: number | null;
  /** `none`: replies carry no usage. */
  usage: 'normal' | 'none';
  /** Input tokens reported as read from the provider's prompt cache; null: by each provider's rule. */
  cachedTokens: number | null;
  /** Content encoding of the reply. */
  encoding: Encoding | null;
};

export const defaultBehaviour: Behaviour = {
  latencyMs: 0,
  ttftMs: 0,
  chunkMs: 0,
  status: null,
  fail: null,
  tokens: null,
  usage: 'normal',
  cachedTokens: null,
  encoding: null,
};

const milliseconds = z.coerce.number().min(0).max(3_600_000).optional();
const headerSchema = z.object({
  latencyMs: milliseconds,
  ttftMs: milliseconds,
  chunkMs: milliseconds,
  status: z.coerce.number().int().min(400).max(599).optional(),
  fail: z.enum(failures).optional(),
  tokens: z.coerce.number().int().min(1).max(100_000).optional(),
  usage: z.enum(['normal', 'none']).optional(),
  cachedTokens: z.coerce.number().int().min(0).max(10_000_000).optional(),
  encoding: z.enum(encodings).optional(),
});

/** Request headers and what they set. */
export const behaviourHeaders: Record<string, keyof Behaviour> = {
  'x-sim-latency-ms': 'latencyMs',
  'x-sim-ttft-ms': 'ttftMs',
  'x-sim-chunk-ms': 'chunkMs',
  'x-sim-status': 'status',
  'x-sim-fail': 'fail',
  'x-sim-tokens': 'tokens',
  'x-sim-usage': 'usage',
  'x-sim-cached-tokens': 'cachedTokens',
  'x-sim-encoding': 'encoding',
};
const names = Object.entries(behaviourHeaders);

/** Defaults with a request's `x-sim-*` headers over them, or the name of the header that is wrong. */
export function readBehaviour(
  headers: IncomingHttpHeaders,
  defaults: Behaviour,
): { behaviour: Behaviour } | { fault: string } {
  let given: Record<string, unknown> | undefined;
  for (const [header, field] of names) {
    const value = headers[header];
    if (value !== undefined) (given ??= {})[field] = value;
  }
  if (!given) return { behaviour: defaults };
  const parsed = headerSchema.safeParse(given);
  if (parsed.success) {
    const set = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
    return { behaviour: { ...defaults, ...Object.fromEntries(set) } };
  }
  const issue = parsed.error.issues[0]!;
  const header = names.find(([, field]) => field === issue.path[0])?.[0];
  return { fault: `${header}: ${issue.message}` };
}
