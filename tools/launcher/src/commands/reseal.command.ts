import { resolve } from 'node:path';
import { CodedError, loadConfig, type Config } from '@heliostat/platform';
import { openDataSource } from '@heliostat/stores/postgres';
import { countOutdatedProviderKeys, createSecretBox, resealProviderKeys } from '@heliostat/stores/secrets';
import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';
import { configOfRunning } from '../runtime/runtime-file.js';
import { readSecrets } from '../secrets/secrets.js';

export type ResealOptions = {
  /** Say what would be done, and change nothing. */
  plan?: boolean;
};

/**
 * `heliostat secrets reseal`: seals what an earlier `ENCRYPTION_KEY` sealed with the current one, batch by batch, and
 * counts. May be broken off and run again, while Heliostat serves. Resolves with the exit code: 1 where a secret cannot
 * be read with any of the keys.
 */
export async function resealSecrets(
  options: ResealOptions,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  try {
    const config = await resealConfig(env);
    const box = createSecretBox(config);
    const dataSource = await openDataSource(config, { poolSize: 1, applicationName: 'heliostat reseal' });
    try {
      const outdated = await countOutdatedProviderKeys(dataSource, box);
      progress.note(`${providerKeys(outdated)} not sealed with the current ENCRYPTION_KEY`);
      if (options.plan || outdated === 0) return 0;
      const done = await resealProviderKeys(dataSource, box, ({ resealed }) =>
        progress.note(`${resealed} of ${outdated}`),
      );
      progress.note(`${providerKeys(done.resealed)} sealed anew`);
      if (done.unreadable === 0) return 0;
      progress.fail(
        `${providerKeys(done.unreadable)} cannot be read with ENCRYPTION_KEY or ENCRYPTION_KEY_PREVIOUS and were left ` +
          `as they are: ${done.unreadableIds.join(', ')}${done.unreadable > done.unreadableIds.length ? ', …' : ''}. ` +
          'Name the key that sealed them in ENCRYPTION_KEY_PREVIOUS, or enter them anew in the dashboard.',
      );
      return 1;
    } finally {
      await dataSource.destroy();
    }
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
}

const providerKeys = (count: number): string => `${count} provider key${count === 1 ? '' : 's'}`;

/** Postgres is all that it takes: the database that is set, else that of the launcher on the data directory. */
async function resealConfig(env: NodeJS.ProcessEnv): Promise<Config> {
  const given = loadConfig(env);
  if (given.DATABASE_URL !== undefined) return withOwnKeys(given, env);
  const running = await configOfRunning(env);
  if (running.DATABASE_URL === undefined)
    throw new CodedError('reseal/no-database', 'DATABASE_URL is not set: expected postgres://…', 400);
  return withOwnKeys(running, env);
}

/** The keys of the settings; of the data directory where they are generated, as the launcher hands them to the apps. */
async function withOwnKeys(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const kept = await readSecrets(resolve(config.HELIOSTAT_DATA_DIR));
  const { ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS } = loadConfig({
    ENCRYPTION_KEY: env.ENCRYPTION_KEY || kept.ENCRYPTION_KEY,
    ENCRYPTION_KEY_PREVIOUS: env.ENCRYPTION_KEY_PREVIOUS || kept.ENCRYPTION_KEY_PREVIOUS,
  });
  return { ...config, ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS };
}
