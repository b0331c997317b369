export { createSimulator, type Simulator, type SimulatorOptions } from './simulator.js';
export type { Credentials } from './credentials/credentials.js';
export type { Recorded } from './http/recorder.js';
export { behaviourHeaders, failures, type Behaviour, type Failure } from './behaviour/behaviour.js';
export { Random } from './text/random.js';
export { samplePng } from './text/sample-png.js';
