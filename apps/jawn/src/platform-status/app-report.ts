import { askReadiness, type ReadinessReply } from '@heliostat/platform';

/** What an app says about itself. */
export type AppReport = Pick<ReadinessReply, 'version' | 'degraded'>;

/** Short: an app that a network policy hides from us costs this much at each look. */
const limitMs = 1_500;

/** Asks `/readyz` of an app; undefined when nothing that we know answers. Never rejects. */
export async function askApp(url: string): Promise<AppReport | undefined> {
  try {
    const { version, degraded } = await askReadiness(url, limitMs, { redirect: 'error' });
    return { version, degraded };
  } catch {
    return undefined;
  }
}
