import { quantile } from '../report/quantile.js';

/** Which side a block is of. */
export type Turn = 'off' | 'on';

/** Times in milliseconds; CPU in nanoseconds, undefined where the system does not tell. */
export type Sample = { first: number; total: number };
export type Block = { samples: Sample[]; failed: number; cpuNanos: number | undefined };
/** Microseconds of one side's calls, all blocks together. */
export type SideResult = {
  count: number;
  failed: number;
  first: { p50: number; p99: number };
  total: { p50: number; p99: number };
  /** Of the proxy's process for each call; null where the system does not tell. */
  cpu: number | null;
};

/** `pairs` blocks of each side; the order turns round from pair to pair (off on, on off …), so that drift cancels. */
export const planTurns = (pairs: number): Turn[] =>
  Array.from({ length: pairs }, (_, i): Turn[] => (i % 2 === 0 ? ['off', 'on'] : ['on', 'off'])).flat();

/** All blocks of one side in one. */
export function summarise(blocks: readonly Block[]): SideResult {
  const samples = blocks.flatMap((block) => block.samples);
  const sum = (of: (block: Block) => number) => blocks.reduce((total, block) => total + of(block), 0);
  const micros = (key: keyof Sample) => {
    const times = samples.map((sample) => sample[key] * 1000).sort((a, b) => a - b);
    return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
  };
  const failed = sum((block) => block.failed);
  const count = samples.length + failed;
  const told = blocks.every((block) => block.cpuNanos !== undefined);
  return {
    count,
    failed,
    first: micros('first'),
    total: micros('total'),
    cpu: told && count > 0 ? sum((block) => block.cpuNanos ?? 0) / 1000 / count : null,
  };
}
