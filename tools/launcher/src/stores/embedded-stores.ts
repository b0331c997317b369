import type { Config } from '@heliostat/platform';
import { clickhouseUsers } from '../clickhouse/clickhouse-files.js';
import { clickhouseServer } from '../clickhouse/clickhouse-server.js';
import type { DataDirectory } from '../data-directory/data-directory.js';
import { loopbackPort } from '../ports/ports.js';
import { embeddedDatabaseUrl, postgresServer } from '../postgres/postgres-server.js';
import type { Progress } from '../progress/progress.js';
import type { Secrets } from '../secrets/secrets.js';
import { Supervised } from '../supervise/supervised.js';
import { storePorts } from './store-ports.js';

export type EmbeddedStores = {
  servers: { label: string; server: Supervised }[];
  /** Settings that lead apps to the stores that run here; external ones are as the user set them. */
  environment: Record<string, string>;
};

/** Plans the stores that no setting replaces; `servers` are not started yet. */
export async function planEmbeddedStores(
  config: Config,
  directory: DataDirectory,
  secrets: Secrets,
  progress: Progress,
): Promise<EmbeddedStores> {
  const plan: EmbeddedStores = { servers: [], environment: {} };
  const tell = (message: string) => progress.warn(message);
  const used = [config.WEB_PORT, config.JAWN_PORT, config.PROXY_PORT, config.WORKER_PORT];
  const preferred = storePorts(directory.path);
  const shared = { dataDir: directory.path, logs: directory.logs, tell };

  if (config.DATABASE_URL) progress.note(`Postgres: external, ${hostOf(config.DATABASE_URL)}`);
  else {
    const port = await loopbackPort(preferred.postgres, used);
    const start = postgresServer({ ...shared, port, password: secrets.POSTGRES_PASSWORD });
    plan.servers.push({ label: 'PostgreSQL 18', server: new Supervised('PostgreSQL', start, tell) });
    plan.environment.DATABASE_URL = embeddedDatabaseUrl(port, secrets.POSTGRES_PASSWORD);
    used.push(port);
  }

  if (config.CLICKHOUSE_URL) progress.note(`ClickHouse: external, ${hostOf(config.CLICKHOUSE_URL)}`);
  else {
    const port = await loopbackPort(preferred.clickhouse, used);
    const passwords = { app: secrets.CLICKHOUSE_PASSWORD, hql: secrets.CLICKHOUSE_HQL_PASSWORD };
    const start = clickhouseServer({ ...shared, port, database: config.CLICKHOUSE_DATABASE, passwords });
    plan.servers.push({ label: 'ClickHouse 26.7', server: new Supervised('ClickHouse', start, tell) });
    Object.assign(plan.environment, {
      CLICKHOUSE_URL: `http://127.0.0.1:${port}`,
      CLICKHOUSE_USER: clickhouseUsers.app,
      CLICKHOUSE_PASSWORD: secrets.CLICKHOUSE_PASSWORD,
      CLICKHOUSE_HQL_USER: clickhouseUsers.hql,
      CLICKHOUSE_HQL_PASSWORD: secrets.CLICKHOUSE_HQL_PASSWORD,
    });
  }

  if (config.REDIS_URL) progress.note(`Queue and shared state: Redis, ${hostOf(config.REDIS_URL)}`);
  const objects = config.S3_ENDPOINT ? hostOf(config.S3_ENDPOINT) : config.S3_BUCKET_NAME;
  if (objects) progress.note(`Object store: S3, ${objects}`);
  return plan;
}

/** Host and port: a URL may hold a password. */
const hostOf = (url: string) => new URL(url).host;
