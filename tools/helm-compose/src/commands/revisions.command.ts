import { CodedError } from '@heliostat/platform';
import { stringify } from 'yaml';
import type { ComposeContext } from './compose-context.js';

/** Prints the revisions that are kept, the newest last. */
export async function list({ revisions, print }: ComposeContext): Promise<number> {
  const store = revisions();
  const entries = await store.list();
  if (entries.length === 0) print(`No revisions yet (${store.place}).\n`);
  else print(['REVISION  CREATED', ...entries.map(line), ''].join('\n'));
  return 0;
}

/** Prints the compose file of a revision. */
export async function get({ revisions, print, file }: ComposeContext, text: string): Promise<number> {
  const store = revisions();
  const number = Number(text);
  const revision = Number.isInteger(number) ? await store.read(number) : undefined;
  if (!revision) {
    const known = (await store.list()).map((entry) => entry.number);
    const words = known.length > 0 ? `it has ${known.join(', ')}` : 'it has none';
    throw new CodedError('compose/no-revision', `No revision ${text} in ${store.place}; ${words}.`, 404);
  }
  const { apiVersion, ...rest } = revision;
  print(stringify({ apiVersion, storage: file.compose.storage, ...rest }));
  return 0;
}

const line = ({ number, createdAt }: { number: number; createdAt: Date }) =>
  `${String(number).padEnd(8)}  ${createdAt.toISOString().replace(/\.\d+Z$/, 'Z')}`;
