import { randomUUID } from 'node:crypto';
import type { Logger } from '@heliostat/platform';
import type { ClickHouse } from './clickhouse-client.js';
import { rollupColumns, rollupDimensions, rollupGroupColumns } from './rollup-columns.js';

export type RollupDependencies = {
  clickhouse: Pick<ClickHouse, 'query' | 'command' | 'tables'>;
  logger: Logger;
  /** How long after its mark a change may still be on its way into the table; 15 minutes when not given. */
  graceSeconds?: number;
};

type DirtyHours = { organization: string; hours: number[] };

/** More than a deletion (10 minutes) or an insert (30 seconds) may take after its mark. */
const graceSeconds = 900;
/** A build that took longer is dropped; well below `keepSeconds`, so that nothing counts whose rows were cleaned. */
const recordWithinSeconds = 1800;
/** Replaced builds stay for readers that chose them. */
const keepSeconds = 3600;
/** Hours in one statement: 340,000 rows of ten million in a month. */
const hoursAtOnce = 24;
/** Hours a run builds; the next one goes on. */
const hoursARun = 2000;
const statementSeconds = 300;
/** Hours with more users than this are not listed by user: such a list would be hardly shorter than the rows. */
const usersAtMost = 10_000;

const columns = (of: Record<string, string>) => ({
  names: Object.keys(of).join(', '),
  // Other names than the columns', which the later expressions mean.
  sql: Object.entries(of)
    .map(([name, sql]) => `${sql} AS ${name}_`)
    .join(', '),
});
const dimensionNames = Object.keys(rollupDimensions)
  .map((name) => `'${name}'`)
  .join(', ');
const dimensionValues = Object.values(rollupDimensions).join(', ');

const manyUsers = `SELECT hour FROM request_rollups WHERE organization_id = {organization:UUID} AND build = {build:UUID}
GROUP BY hour HAVING uniqCombinedIfMerge(users) > {users:UInt32}`;

/**
 * Adds up whole hours anew from their rows, so that replays, corrections and deletions cannot make the sums drift.
 * An hour is due once its newest mark is older than the grace and no build covers it. A build counts only when its
 * last statement has recorded it: ending anywhere, or two workers at once, leaves rows that nobody reads.
 */
export class RollupBuilder {
  private readonly graceSeconds: number;

  constructor(private readonly dependencies: RollupDependencies) {
    this.graceSeconds = dependencies.graceSeconds ?? graceSeconds;
  }

  /** Builds the hours that are due of those marked in the last `sinceSeconds`, the newest first; returns how many. */
  async build(sinceSeconds: number): Promise<number> {
    let built = 0;
    for (const { organization, hours } of await this.dirtyHours(sinceSeconds)) {
      const sorted = [...hours].sort((a, b) => b - a);
      for (let i = 0; i < sorted.length; i += hoursAtOnce)
        await this.buildHours(organization, sorted.slice(i, i + hoursAtOnce));
      built += hours.length;
    }
    if (built > 0) this.dependencies.logger.debug({ hours: built }, 'added up hours');
    return built;
  }

  /** Removes the rows of builds that were replaced or never recorded. */
  async clean(): Promise<void> {
    const { clickhouse } = this.dependencies;
    const [clock] = await clickhouse.query<{ before: number }>(
      'SELECT toUnixTimestamp(now()) - {keep:UInt32} AS before',
      { keep: keepSeconds },
    );
    // A moment in words: replicas that each ask their own clock would delete different rows.
    const stale = (
      builds: string,
    ) => `built_at < toDateTime({before:UInt32}) AND (organization_id, hour, build) NOT IN (
  SELECT organization_id, hour, build FROM ${builds} FINAL)`;
    for (const table of ['request_rollups', 'request_rollup_groups']) {
      const [found] = await clickhouse.query<{ n: number }>(
        `SELECT count() AS n FROM ${table} WHERE ${stale('request_rollup_builds')}`,
        clock,
      );
      if ((found?.n ?? 0) > 0)
        await clickhouse.command(
          `DELETE FROM ${clickhouse.tables.mutable(table)} WHERE ${stale(clickhouse.tables.stored('request_rollup_builds'))}`,
          clock,
          { max_execution_time: statementSeconds },
        );
    }
  }

  private dirtyHours(sinceSeconds: number): Promise<DirtyHours[]> {
    const marks = `request_rollup_marks WHERE marked_at < now64(3) - toIntervalSecond({grace:UInt32})
    AND marked_at > now64(3) - toIntervalSecond({since:UInt32}) AND hour < now() - 3600`;
    return this.dependencies.clickhouse.query<DirtyHours>(
      `SELECT toString(organization_id) AS organization, groupArray(toUnixTimestamp(hour)) AS hours FROM (
  SELECT marks.organization_id AS organization_id, marks.hour AS hour
  FROM (SELECT organization_id, hour, marked_at FROM ${marks}) AS marks
  LEFT JOIN (
    SELECT organization_id, hour, covers FROM request_rollup_builds
    WHERE (organization_id, hour) IN (SELECT organization_id, hour FROM ${marks})
  ) AS builds ON builds.organization_id = marks.organization_id AND builds.hour = marks.hour
  WHERE builds.covers <= marks.marked_at
  ORDER BY hour DESC LIMIT {limit:UInt32}
) GROUP BY organization_id`,
      { grace: this.graceSeconds, since: sinceSeconds, limit: hoursARun },
    );
  }

  private async buildHours(organization: string, hours: number[]): Promise<void> {
    const { clickhouse } = this.dependencies;
    const [clock] = await clickhouse.query<{ covers: string; until: number }>(
      `SELECT toString(now64(3, 'UTC') - toIntervalSecond({grace:UInt32})) AS covers,
  toUnixTimestamp(now()) + {within:UInt32} AS until`,
      { grace: this.graceSeconds, within: recordWithinSeconds },
    );
    const params = {
      organization,
      hours,
      build: randomUUID(),
      first: Math.min(...hours),
      end: Math.max(...hours) + 3600,
      users: usersAtMost,
      ...clock,
    };
    const rows = `organization_id = {organization:UUID}
  AND request_created_at >= toDateTime({first:UInt32}, 'UTC') AND request_created_at < toDateTime({end:UInt32}, 'UTC')
  AND toUnixTimestamp(toStartOfHour(request_created_at)) IN {hours:Array(UInt32)}`;
    const run = (sql: string) => clickhouse.command(sql, params, { max_execution_time: statementSeconds });

    const totals = columns(rollupColumns);
    await run(`INSERT INTO request_rollups (organization_id, hour, build, ${totals.names})
SELECT {organization:UUID}, toStartOfHour(request_created_at) AS hour, {build:UUID}, ${totals.sql}
FROM request_response_rmt FINAL WHERE ${rows} GROUP BY hour`);

    const groups = columns(rollupGroupColumns);
    await run(`INSERT INTO request_rollup_groups (organization_id, dimension, hour, name, build, ${groups.names})
SELECT {organization:UUID}, dimension, toStartOfHour(request_created_at) AS hour, name, {build:UUID}, ${groups.sql}
FROM request_response_rmt FINAL ARRAY JOIN [${dimensionNames}] AS dimension, [${dimensionValues}] AS name
WHERE ${rows} AND (dimension != 'user' OR toStartOfHour(request_created_at) NOT IN (${manyUsers}))
GROUP BY dimension, hour, name`);

    await run(`INSERT INTO request_rollup_builds (organization_id, hour, build, covers, users_listed)
SELECT {organization:UUID}, toDateTime(arrayJoin({hours:Array(UInt32)}), 'UTC') AS hour, {build:UUID},
  toDateTime64({covers:String}, 3, 'UTC'), hour NOT IN (${manyUsers})
WHERE toUnixTimestamp(now()) < {until:UInt32}`);
  }
}
