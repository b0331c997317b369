import fc from 'fast-check';

/**
 * Property tests draw the same cases on every run, so that a red run is the change's doing and can be repeated.
 * PROPERTY_SEED=random draws others, a number repeats a run; PROPERTY_RUNS is the number of cases where a test names none.
 */
const seed = process.env['PROPERTY_SEED'] ?? '20260101';
const runs = Number(process.env['PROPERTY_RUNS'] ?? 100);

fc.configureGlobal({ numRuns: runs, ...(seed === 'random' ? {} : { seed: Number(seed) }) });
