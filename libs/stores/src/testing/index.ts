export * from './embedded-postgres.js';
export * from './embedded-clickhouse.js';
export * from './request-row.factory.js';
export * from './external-minio.js';
export * from './external-postgres.js';
export * from './external-redis.js';
export * from './free-port.js';
