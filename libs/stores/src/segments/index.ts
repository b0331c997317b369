export * from './segment.js';
export * from './frame.codec.js';
export * from './segment.codec.js';
export * from './segment-key.js';
