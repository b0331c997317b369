import { featuresPart } from './features.part.js';
import { freshnessPart } from './freshness.part.js';
import { ingestPart } from './ingest.part.js';
import { latencyPart } from './latency.part.js';
import { memoryPart } from './memory.part.js';
import type { Part } from './part.js';
import { putsPart } from './puts.part.js';
import { queriesPart } from './queries.part.js';
import { streamsPart } from './streams.part.js';
import { throughputPart } from './throughput.part.js';

/** In the order in which a full run takes them: the quiet ones first, the ones that leave a backlog late. */
export const parts: readonly Part[] = [
  freshnessPart,
  memoryPart,
  latencyPart,
  streamsPart,
  putsPart,
  throughputPart,
  featuresPart,
  ingestPart,
  queriesPart,
];
