import { CodedError } from '@heliostat/platform';
import type { DataSource, EntityManager } from 'typeorm';
import type { SecretBox } from './secret-box.js';

/** Rows of one transaction: they are locked for as long as it takes. */
const batchSize = 200;
/** Keys that are named where they cannot be read; more are counted. */
const maxNamed = 100;

/** What became of the secrets that were not sealed under the current key. */
export type Resealed = {
  /** Sealed anew. */
  resealed: number;
  /** Left as they are: none of the known keys sealed them. */
  unreadable: number;
  /** The first hundred of those. */
  unreadableIds: string[];
};

type SealedRow = { id: string; organization_id: string; sealed: Buffer };

/**
 * Seals every provider key anew that an earlier `ENCRYPTION_KEY` sealed, batch by batch, each in its own transaction:
 * a run that is broken off is taken up by the next one, and two at the same time do each row once. What no key opens
 * stays, for the day on which its key is found. Needs no pause: readers open both. `onBatch` hears of all that is done
 * so far.
 */
export async function resealProviderKeys(
  dataSource: DataSource,
  box: SecretBox,
  onBatch: (resealed: Readonly<Resealed>) => void = () => {},
): Promise<Resealed> {
  const result: Resealed = { resealed: 0, unreadable: 0, unreadableIds: [] };
  let after = '';
  for (;;) {
    const last = await dataSource.transaction((manager) => resealBatch(manager, box, after, result));
    onBatch(result);
    if (last === undefined) return result;
    after = last;
  }
}

/** How many provider keys there are that the current key did not seal. */
export async function countOutdatedProviderKeys(dataSource: DataSource, box: SecretBox): Promise<number> {
  const [row] = await dataSource.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM provider_key WHERE substring(sealed FROM 1 FOR $2) <> $1',
    [box.head, box.head.length],
  );
  return row!.count;
}

/** The id behind which the next batch begins; undefined where this was the last. */
async function resealBatch(
  manager: EntityManager,
  box: SecretBox,
  after: string,
  result: Resealed,
): Promise<string | undefined> {
  const { head } = box;
  // Not locked: rows that another run seals meanwhile must not make this batch look like the last one.
  const found = await manager.query<{ id: string }[]>(
    `SELECT id FROM provider_key WHERE substring(sealed FROM 1 FOR $2) <> $1 AND id > $3
     ORDER BY id LIMIT ${batchSize}`,
    [head, head.length, after],
  );
  const ids = found.map(({ id }) => id);
  const rows = await manager.query<SealedRow[]>(
    `SELECT id, organization_id, sealed FROM provider_key
     WHERE id = ANY($3) AND substring(sealed FROM 1 FOR $2) <> $1 ORDER BY id FOR UPDATE`,
    [head, head.length, ids],
  );
  for (const row of rows) {
    const sealed = reseal(box, row);
    if (sealed === undefined) {
      result.unreadable++;
      if (result.unreadableIds.length < maxNamed) result.unreadableIds.push(row.id);
      continue;
    }
    await manager.query('UPDATE provider_key SET sealed = $2 WHERE id = $1', [row.id, sealed]);
    result.resealed++;
  }
  return ids.length < batchSize ? undefined : ids.at(-1);
}

function reseal(
  box: SecretBox,
  { id, organization_id: organizationId, sealed }: SealedRow,
): Buffer | undefined {
  const owner = { organizationId, id };
  try {
    return box.seal(box.open(sealed, owner), owner);
  } catch (error) {
    if (error instanceof CodedError && error.code === 'secrets/unreadable') return undefined;
    throw error;
  }
}
