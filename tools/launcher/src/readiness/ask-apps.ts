import { askReadiness, causeMessage, type Config } from '@heliostat/platform';

export type AppAnswer = {
  app: string;
  url: string;
  ready: boolean;
  /** What cannot be used at the moment: `objects: …why…`. */
  degraded: string[];
  /** Why nothing was answered at all. */
  failure?: string;
};

const limitMs = 3_000;

/** Asks every app's `/readyz`, each for at most three seconds. */
export function askApps(config: Config): Promise<AppAnswer[]> {
  const host = config.HOST === '0.0.0.0' ? '127.0.0.1' : config.HOST === '::' ? '[::1]' : config.HOST;
  const apps = [
    ['web', config.WEB_PORT],
    ['jawn', config.JAWN_PORT],
    ['proxy', config.PROXY_PORT],
    ['worker', config.WORKER_PORT],
  ] as const;
  return Promise.all(apps.map(([app, port]) => askApp(app, `http://${host}:${port}`)));
}

/** One app's answer; never rejects. */
export async function askApp(app: string, url: string): Promise<AppAnswer> {
  try {
    const { ready, degraded } = await askReadiness(url, limitMs);
    return { app, url, ready, degraded };
  } catch (error) {
    return { app, url, ready: false, degraded: [], failure: causeMessage(error) };
  }
}
