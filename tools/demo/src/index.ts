export { readDemoOptions, type DemoOptions } from './demo-options.js';
export { CallSender, type SenderOptions } from './traffic/call-sender.js';
export { runDay, type DayOptions } from './traffic/run-day.js';
export { Tally } from './traffic/tally.js';
