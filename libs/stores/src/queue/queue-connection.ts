import {
  createPostgresBackend,
  createRedisBackend,
  setDefaultBackendFactory,
  type BackendFactory,
  type ConnectionOptions,
  type IQueueBackend,
} from 'bullmq';
import { CodedError, type Config } from '@heliostat/platform';
import pg from 'pg';

export type QueueConfig = Pick<Config, 'DATABASE_URL' | 'DATABASE_DIRECT_URL' | 'REDIS_URL'>;

/** BullMQ's own schema on Postgres: apart from ours, so that neither's migrations see the other's tables. */
export const queueSchema = 'bullmq';

/** How BullMQ reaches its store: what every `Queue`, `Worker` and Nest's `BullModule` is made with. */
export type QueueConnection = {
  kind: 'redis' | 'postgres';
  /** For the `connection` option. On Postgres one pool that all queues and workers of this process share. */
  connection: ConnectionOptions;
  /** For the last argument of `Queue` and `Worker`. */
  backendFactory: BackendFactory<IQueueBackend, ConnectionOptions>;
  /** Makes it BullMQ's default in this process, which is how `@nestjs/bullmq` comes to use it. */
  useAsDefault(): void;
  /** Ends the pool; close queues and workers first. */
  close(): Promise<void>;
};

/**
 * Redis when `REDIS_URL` is set, else Postgres. Reaches nothing yet. `maxConnections` bounds the pool on Postgres;
 * each worker keeps one of them for LISTEN, so it must be larger than the number of workers. The pool goes around
 * PgBouncer (`DATABASE_DIRECT_URL`), which can neither LISTEN nor keep a search path. Throws `queue/not-configured`.
 */
export function createQueueConnection(config: QueueConfig, { maxConnections = 6 } = {}): QueueConnection {
  if (config.REDIS_URL) return redisConnection(config.REDIS_URL);
  const url = config.DATABASE_DIRECT_URL ?? config.DATABASE_URL;
  if (!url)
    throw new CodedError(
      'queue/not-configured',
      'The queue needs DATABASE_URL or REDIS_URL; neither is set.',
    );
  return postgresConnection(url, maxConnections);
}

function redisConnection(url: string): QueueConnection {
  const backendFactory = createRedisBackend as BackendFactory<IQueueBackend, ConnectionOptions>;
  return {
    kind: 'redis',
    // Without null, a worker's blocking command fails at the first hiccup.
    connection: { url, maxRetriesPerRequest: null, connectTimeout: 5_000 },
    backendFactory,
    useAsDefault: () => setDefaultBackendFactory(backendFactory),
    close: async () => {},
  };
}

function postgresConnection(url: string, max: number): QueueConnection {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options: `-c search_path=${queueSchema}`,
    application_name: 'heliostat queue',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // Each queue and worker listens for the pool's errors; without any listener an idle connection's end is a crash.
  pool.setMaxListeners(0);
  pool.on('error', () => {});
  const backendFactory = createPostgresBackend as BackendFactory as BackendFactory<
    IQueueBackend,
    ConnectionOptions
  >;
  let ended: Promise<void> | undefined;
  return {
    kind: 'postgres',
    // BullMQ's types know only Redis' options where no backend is named (as in Nest's module).
    connection: pool as unknown as ConnectionOptions,
    backendFactory,
    useAsDefault: () => setDefaultBackendFactory(backendFactory),
    close: () => (ended ??= pool.end()),
  };
}
