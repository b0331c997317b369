import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@heliostat/platform';
import type { ClickHouse, ClusterSettings } from '@heliostat/stores/clickhouse';
import type { S3Place } from '../store/backup-store.js';
import { quoteName } from './clickhouse-tables.js';

const pollMs = 500;
/** An operation that the server does not know any more was lost by its restart. */
const lostAfterPolls = 60;

/** By default the server tries for an hour to reach a bucket that it cannot reach. */
const patience = { max_execution_time: 60, backup_restore_s3_retry_attempts: '10' };

export type NativeTarget = { place: S3Place; key: string };

const literal = (text: string) => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

/** `S3(…)` of a statement. ClickHouse hides the secret in its logs and tables; without keys it uses its IAM role. */
function s3({ place, key }: NativeTarget): string {
  const url = `${place.endpoint}/${place.bucket}/${key}`;
  const parts = place.keys ? [url, place.keys.access, place.keys.secret] : [url];
  return `S3(${parts.map(literal).join(', ')})`;
}

const onCluster = ({ CLICKHOUSE_CLUSTER: cluster }: ClusterSettings) =>
  cluster === undefined ? '' : ` ON CLUSTER ${literal(cluster)}`;

/** The server backs its database up by itself. Resolves with the bytes. Throws `clickhouse/backup-failed`. */
export async function backUpNatively(
  clickhouse: ClickHouse,
  cluster: ClusterSettings,
  database: string,
  target: NativeTarget,
): Promise<number> {
  const id = randomUUID();
  const statement = `BACKUP DATABASE ${quoteName(database)}${onCluster(cluster)} TO ${s3(target)} SETTINGS id = '${id}' ASYNC`;
  await clickhouse.command(statement, {}, patience);
  return finished(clickhouse, cluster, id, target);
}

/** The server restores a database that does not exist. */
export async function restoreNatively(
  clickhouse: ClickHouse,
  cluster: ClusterSettings,
  databases: { from: string; to: string },
  target: NativeTarget,
): Promise<void> {
  const id = randomUUID();
  const { from, to } = databases;
  const as = from === to ? '' : ` AS ${quoteName(to)}`;
  const statement = `RESTORE DATABASE ${quoteName(from)}${as}${onCluster(cluster)} FROM ${s3(target)} SETTINGS id = '${id}' ASYNC`;
  await clickhouse.command(statement, {}, patience);
  await finished(clickhouse, cluster, id, target);
}

async function finished(
  clickhouse: ClickHouse,
  { CLICKHOUSE_CLUSTER: cluster }: ClusterSettings,
  id: string,
  { place }: NativeTarget,
): Promise<number> {
  // Behind a service of several servers each question may reach another one.
  const table =
    cluster === undefined ? 'system.backups' : `clusterAllReplicas(${literal(cluster)}, system.backups)`;
  for (let unknown = 0; unknown < lostAfterPolls; await sleep(pollMs)) {
    const [row] = await clickhouse.query<{ status: string; error: string; bytes: number }>(
      `SELECT status, error, total_size AS bytes FROM ${table} WHERE id = {id:String} ORDER BY start_time LIMIT 1`,
      { id },
    );
    if (!row) unknown++;
    else if (row.status === 'BACKUP_CREATED' || row.status === 'RESTORED') return row.bytes;
    else if (!['CREATING_BACKUP', 'RESTORING'].includes(row.status)) {
      const words = place.keys ? row.error.replaceAll(place.keys.secret, '[secret]') : row.error;
      throw new CodedError(
        'clickhouse/backup-failed',
        `ClickHouse: ${row.status}: ${words.split(/, Stack trace|\n/)[0]?.slice(0, 400)}`,
      );
    }
  }
  throw new CodedError('clickhouse/backup-failed', 'ClickHouse forgot the operation: did it restart?');
}
