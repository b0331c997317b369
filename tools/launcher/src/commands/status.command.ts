import { resolve } from 'node:path';
import type { Config } from '@heliostat/platform';
import { runningLauncher } from '../data-directory/data-directory-lock.js';
import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';
import { configOfShell } from '../runtime/runtime-file.js';
import { askApps, type AppAnswer } from '../readiness/ask-apps.js';

/** `heliostat status`: what runs here and whether it can serve. Exit code 0 when every app is ready. */
export async function status(env: NodeJS.ProcessEnv, progress: Progress): Promise<number> {
  let config: Config;
  try {
    config = await configOfShell(env);
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
  const dataDir = resolve(config.HELIOSTAT_DATA_DIR);
  const pid = await runningLauncher(dataDir);
  progress.plain(pid ? `Heliostat runs on ${dataDir} (process ${pid})` : `No launcher runs on ${dataDir}`);
  const answers = await askApps(config);
  for (const answer of answers) {
    const mark = answer.ready ? progress.paint('green', '✔') : progress.paint('red', '✖');
    progress.plain(`${mark} ${answer.app.padEnd(8)}${answer.url.padEnd(26)}${words(answer)}`);
  }
  return answers.every(({ ready }) => ready) ? 0 : 1;
}

function words({ ready, degraded, failure }: AppAnswer): string {
  if (failure !== undefined) return `no answer (${failure})`;
  return [ready ? 'ready' : 'not ready', ...degraded.map((fault) => `degraded: ${fault}`)].join(', ');
}
