export * from './embedded-postgres.js';
export * from './embedded-clickhouse.js';
export * from './request-row.factory.js';
