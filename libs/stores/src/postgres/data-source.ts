import { DataSource } from 'typeorm';
import { databaseUrl, unreachable, type PostgresSettings } from '../changes/connection.js';
import { entities } from './entities/entities.js';
import { migrations } from './migrations/migrations.js';

export type DataSourceOptions = {
  /** Connections; default `DATABASE_POOL_SIZE`. */
  poolSize?: number;
  /** What `pg_stat_activity` shows. */
  applicationName?: string;
  /** Hears of connections that broke while idle; they are replaced by themselves. */
  onPoolError?: (error: Error) => void;
};

/** The one pool of an app, not connected yet: `initialize()` connects. Never alters the schema. */
export function createDataSource(config: PostgresSettings, options: DataSourceOptions = {}): DataSource {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl(config),
    entities,
    migrations,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'all',
    synchronize: false,
    logging: false,
    installExtensions: false,
    applicationName: options.applicationName ?? 'heliostat',
    poolSize: options.poolSize ?? config.DATABASE_POOL_SIZE,
    connectTimeoutMS: 10_000,
    poolErrorHandler: options.onPoolError ?? (() => {}),
  });
}

/** Creates and connects. Throws `postgres/unreachable`. */
export async function openDataSource(
  config: PostgresSettings,
  options: DataSourceOptions = {},
): Promise<DataSource> {
  const dataSource = createDataSource(config, options);
  try {
    return await dataSource.initialize();
  } catch (error) {
    throw unreachable(databaseUrl(config), error);
  }
}
