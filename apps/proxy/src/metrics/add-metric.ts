import { Counter, Gauge, type Registry } from 'prom-client';

/** A gauge that is read when Prometheus asks. Several processes' values are added up unless told otherwise. */
export function addGauge(
  registry: Registry,
  name: string,
  help: string,
  read: () => number,
  aggregator: 'sum' | 'max' = 'sum',
): void {
  new Gauge({
    name,
    aggregator,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

/** A counter kept as a plain number by its owner and read when Prometheus asks. */
export function addCounter(registry: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}
