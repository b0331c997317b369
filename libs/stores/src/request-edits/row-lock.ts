import { createHash } from 'node:crypto';
import { CodedError } from '@heliostat/platform';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';

/** Milliseconds that one waits for the others that edit the same rows. */
const lockWaitMs = 10_000;

/**
 * Runs `task` while no other process reads and replaces these rows of an organisation. The locks live in a
 * transaction, so that PgBouncer may pool it; `task` uses its manager for all that it asks of Postgres. Locks are
 * taken in one order, so that callers with several rows never wait for each other in a circle. Throws
 * `request/busy` (503) after ten seconds of waiting.
 */
export function withRowLocks<T>(
  dataSource: DataSource,
  organizationId: string,
  requestIds: readonly string[],
  task: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const keys = [...new Set(requestIds.map((id) => lockKey(organizationId, id)))].sort(byValue);
  return dataSource.transaction(async (manager) => {
    await manager.query(`SELECT set_config('lock_timeout', $1, true)`, [`${lockWaitMs}ms`]);
    for (const key of keys) await lock(manager, key);
    return task(manager);
  });
}

async function lock(manager: EntityManager, key: bigint): Promise<void> {
  try {
    await manager.query('SELECT pg_advisory_xact_lock($1::bigint)', [key.toString()]);
  } catch (error) {
    // 55P03: lock_not_available.
    if (error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '55P03')
      throw new CodedError('request/busy', 'The request is being changed by others; try again', 503);
    throw error;
  }
}

const lockKey = (organizationId: string, requestId: string): bigint =>
  createHash('sha256').update(`${organizationId}/${requestId}`).digest().readBigInt64BE(0);

const byValue = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0);
