import { errorMessage, type Config } from '@heliostat/platform';

export type AppAnswer = {
  app: string;
  url: string;
  ready: boolean;
  /** What cannot be used at the moment: `objects: …why…`. */
  degraded: string[];
  /** Why nothing was answered at all. */
  failure?: string;
};

type ReadyReply = { degraded?: string[]; checks?: Record<string, string> };

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
    const reply = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) });
    const { degraded = [], checks = {} } = (await reply.json()) as ReadyReply;
    return {
      app,
      url,
      ready: reply.ok,
      degraded: degraded.map((name) => `${name}: ${checks[name] ?? 'unusable'}`),
    };
  } catch (error) {
    // fetch's own message says only that it failed.
    const { cause } = error as { cause?: unknown };
    return { app, url, ready: false, degraded: [], failure: errorMessage(cause ?? error) };
  }
}
