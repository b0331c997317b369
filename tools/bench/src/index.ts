export { runBench, type BenchRun } from './run-bench.js';
export { readBenchOptions, type BenchOptions } from './bench-options.js';
export { fillSegments, type Filled } from './ingest/fill-segments.js';
export { RecordGenerator, type Identity } from './ingest/generate-records.js';
