import { z } from 'zod';

/** What an app says of itself at `/readyz`. */
export type ReadinessReply = {
  ready: boolean;
  version: string | null;
  /** What cannot be used at the moment: `objects: …why…`. */
  degraded: string[];
};

const replySchema = z.object({
  version: z.string().optional(),
  degraded: z.array(z.string()).default([]),
  checks: z.record(z.string(), z.string()).default({}),
});

/** Asks an app whether it can serve, for at most `limitMs`. Throws when nothing that we know answers. */
export async function askReadiness(
  url: string,
  limitMs: number,
  init: Pick<RequestInit, 'redirect'> = {},
): Promise<ReadinessReply> {
  const reply = await fetch(`${url}/readyz`, { ...init, signal: AbortSignal.timeout(limitMs) });
  const { version, degraded, checks } = replySchema.parse(await reply.json());
  return {
    ready: reply.ok,
    version: version ?? null,
    degraded: degraded.map((name) => `${name}: ${checks[name] ?? 'unusable'}`),
  };
}
