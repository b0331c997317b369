import type { Usage } from '@heliostat/contracts';

const counts = [
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'reasoning',
  'inputAudio',
  'outputAudio',
  'inputImage',
  'outputImage',
  'webSearches',
] as const;

/** What two calls used together. */
export function addUsage(one: Usage | undefined, other: Usage): Usage {
  if (one === undefined) return other;
  const sum: Usage = { input: one.input + other.input, output: one.output + other.output };
  for (const name of counts) {
    const both = (one[name] ?? 0) + (other[name] ?? 0);
    if (both > 0) sum[name] = both;
  }
  return sum;
}
