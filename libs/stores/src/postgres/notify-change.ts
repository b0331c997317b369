import { changeChannel, type ChangeNotice } from '@heliostat/contracts';
import type { EntityManager } from 'typeorm';

/**
 * Announces a change to every proxy and jawn. Call it with the manager of the transaction that makes the change:
 * Postgres sends the notice when that commits, and not at all when it rolls back.
 */
export async function notifyChange(
  manager: Pick<EntityManager, 'query'>,
  notice: ChangeNotice,
): Promise<void> {
  await manager.query('SELECT pg_notify($1, $2)', [changeChannel, JSON.stringify(notice)]);
}
