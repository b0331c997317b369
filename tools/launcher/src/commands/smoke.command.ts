import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';
import { readSmokeSettings } from '../smoke/smoke-settings.js';
import { smokeTest } from '../smoke/smoke-test.js';

/** `heliostat smoke`: a real call through the running apps, found again by the API. Resolves with the exit code. */
export async function smoke(env: NodeJS.ProcessEnv, progress: Progress): Promise<number> {
  try {
    await smokeTest(readSmokeSettings(env), { tell: (step) => void progress.step(step, async () => {}) });
    return 0;
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
}
