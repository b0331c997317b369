import { CodedError } from '@heliostat/platform';
import { cpus } from 'node:os';

/** Who runs where, as `taskset -c` takes it. */
export type Cores = {
  /** The gateway under test, alone. */
  target: string;
  /** Load generator and upstream. */
  load: string;
  /** Stores, worker and the rest of Heliostat. */
  rest: string;
  /** With two cores only, the rest shares the load's core. */
  shared: boolean;
};

export function planCores(count = cpus().length): Cores {
  if (count < 2)
    throw new CodedError(
      'bench/cores',
      'The benchmark needs two cores: one for the gateway, one for the load.',
    );
  if (count === 2) return { target: '0', load: '1', rest: '1', shared: true };
  const rest = count === 3 ? '2' : `2-${count - 1}`;
  return { target: '0', load: '1', rest, shared: false };
}
