export * from './reseal-provider-keys.js';
export * from './secret-box.js';
