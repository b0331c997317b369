import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';
import { Launch } from './launch.js';

/** `heliostat migrate`: brings the stores' schemas up to date, embedded ones included. Resolves with the exit code. */
export async function migrate(env: NodeJS.ProcessEnv, progress: Progress): Promise<number> {
  let launch: Launch | undefined;
  try {
    launch = new Launch({ env, progress, apps: [] });
    await launch.start();
    progress.note('every schema is up to date');
    return 0;
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  } finally {
    await launch?.stop();
  }
}
