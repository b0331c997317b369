import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CodedError, loadConfig, type Config } from '@heliostat/platform';
import { z } from 'zod';
import { runningLauncher } from '../data-directory/data-directory-lock.js';

const runtimeSchema = z.object({ pid: z.number(), environment: z.record(z.string(), z.string()) });

const fileOf = (dataDir: string) => join(dataDir, 'runtime.json');

/**
 * Keeps, while the launcher runs, how its stores and apps are reached, for the other commands on this machine. Holds passwords:
 * only the owner may read it.
 */
export async function writeRuntime(dataDir: string, environment: Record<string, string>): Promise<void> {
  await rm(fileOf(dataDir), { force: true });
  await writeFile(fileOf(dataDir), JSON.stringify({ pid: process.pid, environment }), {
    mode: 0o600,
    flag: 'wx',
  });
}

export const removeRuntime = (dataDir: string): Promise<void> => rm(fileOf(dataDir), { force: true });

/** The settings of a shell, with the addresses of what a launcher runs on its data directory, if one does. */
export async function configOfShell(env: NodeJS.ProcessEnv): Promise<Config> {
  const dataDir = resolve(loadConfig(env).HELIOSTAT_DATA_DIR);
  return loadConfig({ ...env, ...(await readRuntime(dataDir)), HELIOSTAT_DATA_DIR: dataDir });
}

/**
 * The settings with which the running Heliostat's stores are reached: those of a launcher on this data directory, or
 * the external ones that are set. Throws `launcher/not-running` when neither gives all stores.
 */
export async function configOfRunning(env: NodeJS.ProcessEnv): Promise<Config> {
  const found = await configOfShell(env);
  if (found.CLICKHOUSE_URL && (found.DATABASE_URL || found.REDIS_URL)) return found;
  throw new CodedError(
    'launcher/not-running',
    `Heliostat does not run on ${found.HELIOSTAT_DATA_DIR}: start it first (npm start), or set HELIOSTAT_DATA_DIR, or DATABASE_URL and ` +
      'CLICKHOUSE_URL of the stores.',
  );
}

async function readRuntime(dataDir: string): Promise<Record<string, string>> {
  const pid = await runningLauncher(dataDir);
  if (pid === undefined) return {};
  const text = await readFile(fileOf(dataDir), 'utf8').catch(() => '{}');
  const parsed = runtimeSchema.safeParse(JSON.parse(text));
  return parsed.success && parsed.data.pid === pid ? parsed.data.environment : {};
}
