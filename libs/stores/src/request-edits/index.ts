export * from './row-edit.js';
export * from './row-lock.js';
export * from './pending-edits.js';
export * from './settle-pending-edits.js';
