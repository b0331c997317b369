import { randomUUID } from 'node:crypto';
import { createLogger, type Logger } from '@heliostat/platform';
import { migratePostgres } from '@heliostat/stores/postgres';
import { startTestPostgres, type TestPostgres } from '@heliostat/stores/testing';
import pg from 'pg';
import { ProxyDatabase } from '../database/proxy-database.js';
import { until } from './raw-client.js';

/** So long that no test of a database that answers depends on the machine's speed; one that is away refuses at once. */
export const patient = { connectMs: 120_000, queryMs: 120_000 };

/** A migrated Postgres, the proxy's way into it, and a client that stands for jawn. */
export class DatabaseFixture {
  private constructor(
    readonly server: TestPostgres,
    readonly config: { DATABASE_URL: string; DATABASE_POOL_SIZE: number },
    readonly client: pg.Client,
    readonly database: ProxyDatabase,
    readonly logger: Logger,
  ) {}

  static async start(): Promise<DatabaseFixture> {
    const server = await startTestPostgres();
    const config = { DATABASE_URL: await server.createDatabase(), DATABASE_POOL_SIZE: 2 };
    await migratePostgres(config);
    const client = new pg.Client(config.DATABASE_URL);
    client.on('error', () => {});
    await client.connect();
    const logger = createLogger('test', 'silent');
    const database = new ProxyDatabase(config, logger, patient);
    await until(() => database.listens);
    return new DatabaseFixture(server, config, client, database, logger);
  }

  /** A new organisation's id. */
  async organization(): Promise<string> {
    const id = randomUUID();
    await this.query('INSERT INTO organization (id, name) VALUES ($1, $2)', [id, 'Test']);
    return id;
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(sql, values)).rows;
  }

  async notify(kind: string, id: string): Promise<void> {
    await this.query('SELECT pg_notify($1, $2)', ['heliostat_changes', JSON.stringify({ kind, id })]);
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.client.end().catch(() => {});
    await this.server.remove();
  }
}
