export * from './event-stream-factory.js';
