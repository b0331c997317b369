export * from './segment-queue.js';
export * from './segment-job.js';
export * from './queue-connection.js';
export * from './migrate-queue.js';
export * from './create-segment-queue.js';
export * from './queue-counts.js';
