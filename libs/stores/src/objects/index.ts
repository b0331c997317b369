export * from './object-store.js';
export * from './streaming-object-store.js';
export * from './object-not-found.error.js';
export * from './object-key.js';
export * from './create-object-store.js';
export * from './filesystem-object-store.driver.js';
export * from './s3-object-store.driver.js';
