export * from './server/create-proxy.js';
