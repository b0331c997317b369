import type { PairedResult } from '../load/paired-load.js';
import { table } from '../report/markdown.js';

export type FeatureRow = { name: string; result: PairedResult; stream: boolean };

/** Microseconds without fractions: the clock and the loopback are no better. */
const micros = (value: number) => Math.round(value).toLocaleString('en-GB');

/** One line for each feature, two for a stream: to its first byte and to its last. */
export function featureTable(rows: readonly FeatureRow[]): string {
  const lines = rows.flatMap(({ name, result, stream }) =>
    stream
      ? [line(`${name}: first byte`, result, 'first'), line(`${name}: last byte`, result, 'total')]
      : [line(name, result, 'total')],
  );
  return table(
    ['feature', 'p50 off', 'p50 on', 'p50 added', 'p99 off', 'p99 on', 'p99 added', 'CPU added', 'failed'],
    lines,
  );
}

function line(name: string, { off, on }: PairedResult, key: 'first' | 'total'): string[] {
  const of = (q: 'p50' | 'p99') => [off[key][q], on[key][q], on[key][q] - off[key][q]].map(micros);
  const cpu = off.cpu === null || on.cpu === null ? '–' : micros(on.cpu - off.cpu);
  return [name, ...of('p50'), ...of('p99'), cpu, String(off.failed + on.failed)];
}
