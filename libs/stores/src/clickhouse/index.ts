export * from './clickhouse-client.js';
export * from './migrate-clickhouse.js';
export * from './request-row.js';
export * from './request-uuid.js';
export * from './row-version.js';
export * from './to-date-time64.js';
export * from './embedded/embedded-clickhouse-child-path.js';
export * from './delete-older-than.js';
