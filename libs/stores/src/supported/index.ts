export * from './store-probe.js';
export * from './postgres-probe.js';
export * from './clickhouse-probe.js';
export * from './redis-probe.js';
export * from './object-store-probe.js';
export * from './configured-probes.js';
export * from './wait-for-stores.js';
