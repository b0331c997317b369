import { readFile, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { addModels, listModels, type OwnModels } from '../registry/registry.js';
import { OwnModelsError } from './own-models-error.js';
import { parseOwnModels } from './parse-own-models.js';

export type OwnModelsOptions = {
  /** `MODELS_FILE`; must exist then. */
  file?: string | undefined;
  /** Where `models.json`, `models.yaml` or `models.yml` is looked for otherwise. */
  dataDir: string;
  /** Ids of the registry's providers. */
  providers: readonly string[];
  /** Told that a changed file was taken, or why not: the models before stay then. */
  log: { info(fields: object, text: string): void; error(fields: object, text: string): void };
  /** Between two looks at the file, in milliseconds. */
  intervalMs?: number;
};

const noModels: OwnModels = { models: [], prices: [] };
const names = ['models.json', 'models.yaml', 'models.yml'];
const defaultIntervalMs = 5000;
/** Ample for thousands of models. */
const maxBytes = 5_000_000;

type Seen = { path: string; stamp: string };

/** The file that is there, with what tells one version of it from the next. */
async function findFile(paths: readonly string[]): Promise<Seen | undefined> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return { path, stamp: `${path} ${found.mtimeMs} ${found.size} ${found.ino}` };
  }
  return undefined;
}

async function parseText(path: string, text: string): Promise<unknown> {
  if (extname(path) === '.json') {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw new OwnModelsError(`${path} is not valid JSON: ${(error as Error).message}`);
    }
  }
  const { readYaml } = await import('./read-yaml.js');
  try {
    return readYaml(text);
  } catch (error) {
    throw new OwnModelsError(`${path} is not valid YAML: ${(error as Error).message}`);
  }
}

async function read(path: string, providers: readonly string[]): Promise<OwnModels> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new OwnModelsError(`${path} cannot be read: ${(error as Error).message}`);
  }
  if (text.length > maxBytes)
    throw new OwnModelsError(`${path} cannot be used: it holds more than ${maxBytes / 1e6} MB`);
  return parseOwnModels(path, await parseText(path, text), providers);
}

/**
 * Adds the installation's own models to the registry, if it has a file of them, and again whenever the file changes
 * (looked at every five seconds), appears or goes. Rejects with an OwnModelsError where the file cannot be used at the
 * start or `file` names none; later faults are logged, and the models stay as they were.
 */
export async function watchOwnModels(options: OwnModelsOptions): Promise<{ stop(): void }> {
  const { file, dataDir, providers, log, intervalMs = defaultIntervalMs } = options;
  const paths = file === undefined ? names.map((name) => join(resolve(dataDir), name)) : [resolve(file)];
  let seen = await findFile(paths);
  if (seen === undefined && file !== undefined)
    throw new OwnModelsError(
      `MODELS_FILE names ${file}, which is no file: create it, or leave the setting out`,
    );
  if (seen) addModels(await read(seen.path, providers));
  // Takes a tenth of a second: not while somebody's call waits.
  listModels();

  let stopped = false;
  const look = async () => {
    const found = await findFile(paths);
    if (found?.stamp === seen?.stamp) return;
    seen = found;
    try {
      const models = found ? await read(found.path, providers) : noModels;
      // A look that was under way changes nothing any more.
      if (stopped) return;
      addModels(models);
      listModels();
      log.info(
        { file: found?.path, models: models.models.length },
        "the installation's models were read anew",
      );
    } catch (error) {
      log.error({ error: (error as Error).message }, "the installation's models stay as they were");
    }
  };
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void look().finally(() => (busy = false));
  }, intervalMs);
  timer.unref();
  return {
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}
