export { schemaVersion as postgresSchemaVersion } from '../postgres/migrations/migrations.js';
export { migrations as clickhouseMigrations } from '../clickhouse/migrations/migrations.js';
