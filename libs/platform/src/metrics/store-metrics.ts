import { Gauge, type Registry } from 'prom-client';
import { readiness, type HealthCheck } from '../health/readiness.js';

/**
 * `heliostat_store_up`: 1 or 0 for each of an app's health checks, asked when Prometheus asks. Of several processes
 * of one app the worst counts.
 */
export function addStoreMetrics(registry: Registry, checks: () => HealthCheck[]): void {
  new Gauge({
    name: 'heliostat_store_up',
    help: 'Whether a check of this app passes: what /readyz names as degraded is 0',
    labelNames: ['store'],
    aggregator: 'min',
    registers: [registry],
    async collect() {
      const { checks: outcomes } = await readiness(checks());
      for (const [store, outcome] of Object.entries(outcomes)) this.set({ store }, outcome === 'ok' ? 1 : 0);
    },
  });
}
