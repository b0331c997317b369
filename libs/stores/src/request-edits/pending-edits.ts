import { CodedError } from '@heliostat/platform';
import type { DataSource, EntityManager } from 'typeorm';
import { rowEditSchema, type RowEdit } from './row-edit.js';

type Postgres = Pick<DataSource | EntityManager, 'query'>;

/** `id`: to delete it by, once its row has it. */
export type PendingEdit = { id: string; requestId: string; edit: RowEdit };

/** An organisation may have this many edits waiting; what is past that is refused. */
export const pendingEditsAtMost = 10_000;
/** Bytes of JSON that a waiting edit may take. */
const payloadBytesAtMost = 16_384;
const alive = `created_at > now() - interval '24 hours'`;

/**
 * Keeps an edit for a row that has not come yet; for 24 hours. Drops what has expired, of all organisations. Throws
 * `request/pending-too-large` (413) and `request/too-many-pending` (429).
 */
export async function storePendingEdit(
  postgres: Postgres,
  organizationId: string,
  requestId: string,
  { kind, payload }: RowEdit,
): Promise<void> {
  const json = JSON.stringify(payload);
  if (Buffer.byteLength(json) > payloadBytesAtMost)
    throw new CodedError(
      'request/pending-too-large',
      `The request is not logged yet, and until then a change may take ${payloadBytesAtMost} bytes: try again`,
      413,
    );
  await deleteExpiredEdits(postgres);
  const stored = await postgres.query<unknown[]>(
    `INSERT INTO pending_request_edit (organization_id, request_id, kind, payload)
     SELECT $1, $2, $3, $4
     WHERE (SELECT count(*) FROM pending_request_edit WHERE organization_id = $1) < $5
     RETURNING id`,
    [organizationId, requestId, kind, json, pendingEditsAtMost],
  );
  if (stored.length === 0)
    throw new CodedError(
      'request/too-many-pending',
      `${pendingEditsAtMost} changes wait for requests that are not logged yet; try again later`,
      429,
    );
}

/** What waits for these rows, in the order in which it was asked for. */
export async function pendingEditsOf(
  postgres: Postgres,
  organizationId: string,
  requestIds: readonly string[],
): Promise<PendingEdit[]> {
  const rows = await postgres.query<{ id: string; request_id: string; kind: string; payload: unknown }[]>(
    `SELECT id, request_id, kind, payload FROM pending_request_edit
     WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND ${alive} ORDER BY id`,
    [organizationId, requestIds],
  );
  return rows.map(({ id, request_id, kind, payload }) => ({
    id,
    requestId: request_id,
    edit: rowEditSchema.parse({ kind, payload }),
  }));
}

/** Those of the organisations that have any edit waiting: of most, none has. */
export async function organizationsWithPendingEdits(
  postgres: Postgres,
  organizationIds: readonly string[],
): Promise<string[]> {
  const rows = await postgres.query<{ organization: string }[]>(
    `SELECT organization FROM unnest($1::uuid[]) AS organization
     WHERE EXISTS (SELECT FROM pending_request_edit WHERE organization_id = organization AND ${alive})`,
    [organizationIds],
  );
  return rows.map(({ organization }) => organization);
}

/** Those of the rows that have any edit waiting. */
export async function requestsWithPendingEdits(
  postgres: Postgres,
  organizationId: string,
  requestIds: readonly string[],
): Promise<string[]> {
  const rows = await postgres.query<{ request_id: string }[]>(
    `SELECT DISTINCT request_id FROM pending_request_edit
     WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND ${alive}`,
    [organizationId, requestIds],
  );
  return rows.map(({ request_id }) => request_id);
}

export async function deletePendingEdits(postgres: Postgres, edits: readonly PendingEdit[]): Promise<void> {
  if (edits.length === 0) return;
  await postgres.query('DELETE FROM pending_request_edit WHERE id = ANY($1::bigint[])', [
    edits.map(({ id }) => id),
  ]);
}

/** Drops what waited in vain for 24 hours, a part at a time; what others hold locked is left to the next call. */
export async function deleteExpiredEdits(postgres: Postgres): Promise<void> {
  await postgres.query(
    `DELETE FROM pending_request_edit WHERE id IN (
       SELECT id FROM pending_request_edit WHERE NOT (${alive}) LIMIT 10000 FOR UPDATE SKIP LOCKED)`,
  );
}
