export * from './shared-state.js';
export * from './state-away.error.js';
export * from './create-shared-state.js';
export * from './memory-state.driver.js';
export * from './redis-state.driver.js';
export * from './message-channel.js';
export * from './remote-state.driver.js';
export * from './serve-state.js';
