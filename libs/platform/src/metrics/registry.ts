import { Registry, collectDefaultMetrics } from 'prom-client';

/** A registry with Node's default metrics and an `app` label on everything. */
export function createRegistry(app: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  return registry;
}
