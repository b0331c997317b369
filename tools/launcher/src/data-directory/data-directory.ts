import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CodedError, errorMessage, version } from '@heliostat/platform';
import { lockDataDirectory } from './data-directory-lock.js';
import { assertRoom } from './disk-room.js';

/** Counts up when an older version could not read what a newer one keeps in the data directory. */
const layout = 1;

export type DataDirectory = {
  /** Absolute. */
  path: string;
  logs: string;
  /** Lets the next launcher in; also works from an exit handler. */
  release(): void;
};

/**
 * Creates and takes the data directory for this process. Throws `launcher/already-running`, `launcher/newer-data`
 * (written by a newer version), `launcher/disk-full` or `launcher/data-directory` in words that name the way out.
 */
export async function openDataDirectory(setting: string): Promise<DataDirectory> {
  const path = resolve(setting);
  const logs = join(path, 'logs');
  try {
    // Postgres, which drops root, has to get through; what is secret has a mode of its own.
    await mkdir(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    await mkdir(logs, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CodedError(
      'launcher/data-directory',
      `The data directory ${path} cannot be used (${errorMessage(error)}): set HELIOSTAT_DATA_DIR to a folder that you may write.`,
    );
  }
  await assertRoom(path);
  const release = await lockDataDirectory(path);
  try {
    await assertLayout(path);
    return { path, logs, release };
  } catch (error) {
    release();
    throw error;
  }
}

async function assertLayout(path: string): Promise<void> {
  const file = join(path, 'version.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) {
    const found = parse(text);
    if (found.layout > layout)
      throw new CodedError(
        'launcher/newer-data',
        `The data in ${path} is of Heliostat ${found.version}, newer than this ${version}: run that version, ` +
          'or set HELIOSTAT_DATA_DIR to another folder.',
      );
    if (found.layout === layout && found.version === version) return;
  }
  await writeFile(file, `${JSON.stringify({ version, layout })}\n`);
}

function parse(text: string): { version: string; layout: number } {
  try {
    const value = JSON.parse(text) as { version?: unknown; layout?: unknown };
    return { version: String(value.version), layout: Number(value.layout) || 0 };
  } catch {
    return { version: 'unknown', layout: 0 };
  }
}
