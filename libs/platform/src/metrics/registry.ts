import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { version } from '../version.js';

/** A registry with Node's default metrics, an `app` label on everything, and which version this is. */
export function createRegistry(app: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'heliostat_build_info',
    help: 'Always 1; the version is in the label',
    labelNames: ['version'],
    aggregator: 'first',
    registers: [registry],
  }).set({ version }, 1);
  return registry;
}
