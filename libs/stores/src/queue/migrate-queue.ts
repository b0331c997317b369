import { assertSchemaCompatibility, runMigrations, SchemaMigrationRequiredError } from 'bullmq';
import { CodedError, errorMessage } from '@heliostat/platform';
import pg from 'pg';
import { queueSchema, type QueueConfig } from './queue-connection.js';

/**
 * Creates or updates BullMQ's tables where the queue is on Postgres; Redis needs nothing. Runs under BullMQ's own
 * lock, so any number of callers may start at once. Throws `queue/unreachable`.
 */
export async function migrateQueue(config: QueueConfig): Promise<void> {
  await withClient(config, (client) => runMigrations(client, queueSchema));
}

/** As `migrateQueue`, but only where no tables are yet: an app may lack the right to create any. */
export async function ensureQueue(config: QueueConfig): Promise<void> {
  await withClient(config, async (client) => {
    try {
      await assertSchemaCompatibility(client, queueSchema);
    } catch (error) {
      const noSchema = (error as { code?: unknown }).code === '3F000';
      if (!noSchema && !(error instanceof SchemaMigrationRequiredError)) throw error;
      await runMigrations(client, queueSchema);
    }
  });
}

async function withClient(config: QueueConfig, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const url = config.DATABASE_DIRECT_URL ?? config.DATABASE_URL;
  if (config.REDIS_URL || !url) return;
  const client = new pg.Client({
    connectionString: url,
    application_name: 'heliostat queue',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await work(client);
  } catch (error) {
    throw new CodedError(
      'queue/unreachable',
      `The queue in Postgres at ${new URL(url).host} cannot be used: ${errorMessage(error)}`,
      503,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
