export * from './jawn.js';
