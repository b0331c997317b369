import { CodedError, loadConfig, type Config } from '@heliostat/platform';
import { configuredProbes, requireExternalStores, waitForStores } from '@heliostat/stores/supported';
import { migrateStores } from '../migrate/migrate-stores.js';
import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';
import { Launch } from './launch.js';

export type MigrateOptions = {
  /** Seconds to wait for stores that are away, as typed. */
  wait?: string;
};

/**
 * `heliostat migrate`: waits for the stores that the settings name, refuses those that are too old, and brings every
 * schema up to date, embedded stores included. Resolves with the exit code.
 */
export async function migrate(
  options: MigrateOptions,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  try {
    const timeoutMs = parseSeconds(options.wait ?? '0') * 1_000;
    const config = loadConfig(env);
    if (config.HELIOSTAT_NAMESPACE) requireExternalStores(config);
    await waitForStores(configuredProbes(config), {
      timeoutMs,
      tell: (line, isFault) => (isFault ? progress.warn(line) : progress.note(line)),
    });
    if (config.DATABASE_URL && config.CLICKHOUSE_URL) await migrateExternal(config, progress);
    else await migrateEmbedded(env, progress);
    progress.note('every schema is up to date');
    return 0;
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
}

/** Needs no data directory: a Job in a cluster has none. */
async function migrateExternal(config: Config, progress: Progress): Promise<void> {
  for (const name of await migrateStores(config)) progress.note(`ran ${name}`);
}

async function migrateEmbedded(env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  const launch = new Launch({ env, progress, apps: [] });
  try {
    await launch.start();
  } finally {
    await launch.stop();
  }
}

function parseSeconds(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new CodedError('migrate/bad-wait', `--wait: expected a number of seconds, not ${text}`, 400);
}
