import { z } from 'zod';

/** What an app says about itself. */
export type AppReport = { version: string | null; degraded: string[] };

const readySchema = z.object({
  version: z.string().optional(),
  degraded: z.array(z.string()).default([]),
  checks: z.record(z.string(), z.string()).default({}),
});

/** Short: an app that a network policy hides from us costs this much at each look. */
const limitMs = 1_500;

/** Asks `/readyz` of an app; undefined when nothing that we know answers. Never rejects. */
export async function askApp(url: string): Promise<AppReport | undefined> {
  try {
    const reply = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(limitMs), redirect: 'error' });
    const { version, degraded, checks } = readySchema.parse(await reply.json());
    return {
      version: version ?? null,
      degraded: degraded.map((name) => `${name}: ${checks[name] ?? 'unusable'}`),
    };
  } catch {
    return undefined;
  }
}
