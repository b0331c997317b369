import { execFile, spawn } from 'node:child_process';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { CodedError, errorMessage } from '@heliostat/platform';

export type ToolName = 'pg_dump' | 'pg_restore';

/** Requires a `pg_dump` or `pg_restore` that can serve a server of that major version. */
export async function requireTool(name: ToolName, path: string, serverMajor: number): Promise<void> {
  const setting = name.toUpperCase();
  const wayOut = `Install PostgreSQL's client tools ${serverMajor} or later (Debian: postgresql-client-${serverMajor}), or set ${setting} to the program.`;
  let version: string;
  try {
    version = (await promisify(execFile)(path, ['--version'])).stdout;
  } catch (error) {
    throw new CodedError(
      'backup/no-postgres-tool',
      `${path} cannot be run (${errorMessage(error).trim()}). ${wayOut}`,
    );
  }
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(version)?.[1]);
  if (!(major >= serverMajor))
    throw new CodedError(
      'backup/old-postgres-tool',
      `${version.trim()} is too old for PostgreSQL ${serverMajor}. ${wayOut}`,
    );
}

/**
 * Starts a tool and gives its output, which ends only when the tool ended well and fails with its words otherwise: what
 * is cut short never looks whole.
 */
export function outputOf(path: string, args: string[], env: Record<string, string>): Readable {
  const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const output = new PassThrough();
  const words = lastWords(child.stderr);
  child.stdout.pipe(output, { end: false });
  child.on('error', (error) => output.destroy(failure(path, error.message)));
  child.on('close', (code, signal) => {
    if (code === 0) output.end();
    else output.destroy(failure(path, words() || `it ended with ${signal ?? code}`));
  });
  // Nobody reads any more: the tool must not go on, and hold its transaction.
  output.on('close', () => child.kill('SIGTERM'));
  return output;
}

/** Runs a tool on an input; rejects with its words unless it ends well. */
export async function feed(
  path: string,
  args: string[],
  env: Record<string, string>,
  input: Readable,
): Promise<void> {
  const child = spawn(path, args, { stdio: ['pipe', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  const words = lastWords(child.stderr);
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (error) => reject(failure(path, error.message)));
    child.on('close', (code, signal) =>
      code === 0 ? resolve() : reject(failure(path, words() || `it ended with ${signal ?? code}`)),
    );
  });
  ended.catch(() => {});
  let broken: unknown;
  try {
    await pipeline(input, child.stdin);
  } catch (error) {
    // A tool that gave up closes its input; its own words say why. Any other fault is the input's.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
      broken = error;
      child.kill('SIGTERM');
    }
  }
  await ended.catch((error) => {
    throw broken ?? error;
  });
  if (broken) throw broken;
}

function lastWords(stream: Readable): () => string {
  let words = '';
  stream.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2_000)));
  return () => words.trim();
}

const failure = (path: string, words: string) =>
  new CodedError('backup/postgres-tool-failed', `${path} failed: ${words}`);
