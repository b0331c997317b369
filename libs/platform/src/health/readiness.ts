import { errorMessage } from '../errors/coded-error.js';
import { withTimeout } from '../lifecycle/with-timeout.js';

/** `required` checks decide whether the app is ready; the others only name what is degraded. */
export type HealthCheck = { name: string; required: boolean; check: () => Promise<void> };

export type Readiness = { ready: boolean; degraded: string[]; checks: Record<string, string> };

/** Runs all checks at once, each bounded by `timeoutMs`; a failure is reported by its words. */
export async function readiness(checks: HealthCheck[], timeoutMs = 2_000): Promise<Readiness> {
  const outcome: Record<string, string> = {};
  const degraded: string[] = [];
  let ready = true;
  await Promise.all(
    checks.map(async ({ name, required, check }) => {
      try {
        await withTimeout(timeoutMs, check());
        outcome[name] = 'ok';
      } catch (error) {
        outcome[name] = errorMessage(error);
        degraded.push(name);
        if (required) ready = false;
      }
    }),
  );
  return { ready, degraded, checks: outcome };
}
