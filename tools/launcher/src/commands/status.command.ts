import { resolve } from 'node:path';
import { errorMessage, loadConfig, type Config } from '@heliostat/platform';
import { runningLauncher } from '../data-directory/data-directory-lock.js';
import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';

type Answer = { app: string; url: string; ready: boolean; words: string };

/** `heliostat status`: what runs here and whether it can serve. Exit code 0 when every app is ready. */
export async function status(env: NodeJS.ProcessEnv, progress: Progress): Promise<number> {
  let config: Config;
  try {
    config = loadConfig(env);
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
  const dataDir = resolve(config.HELIOSTAT_DATA_DIR);
  const pid = await runningLauncher(dataDir);
  progress.plain(pid ? `Heliostat runs on ${dataDir} (process ${pid})` : `No launcher runs on ${dataDir}`);
  const host = config.HOST === '0.0.0.0' ? '127.0.0.1' : config.HOST === '::' ? '[::1]' : config.HOST;
  const answers = await Promise.all(
    (
      [
        ['web', config.WEB_PORT],
        ['jawn', config.JAWN_PORT],
        ['proxy', config.PROXY_PORT],
        ['worker', config.WORKER_PORT],
      ] as const
    ).map(([app, port]) => ask(app, `http://${host}:${port}`)),
  );
  for (const { app, url, ready, words } of answers) {
    const mark = ready ? progress.paint('green', '✔') : progress.paint('red', '✖');
    progress.plain(`${mark} ${app.padEnd(8)}${url.padEnd(26)}${words}`);
  }
  return answers.every(({ ready }) => ready) ? 0 : 1;
}

async function ask(app: string, url: string): Promise<Answer> {
  try {
    const reply = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) });
    const state = (await reply.json()) as { degraded?: string[] };
    const degraded = state.degraded?.length ? `, degraded: ${state.degraded.join(', ')}` : '';
    return { app, url, ready: reply.ok, words: `${reply.ok ? 'ready' : 'not ready'}${degraded}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    return { app, url, ready: false, words: `no answer (${errorMessage(cause)})` };
  }
}
