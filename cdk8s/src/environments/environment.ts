import type { CoreValues } from '../generated/heliostat-core.js';
import type { InfrastructureValues } from '../generated/heliostat-infrastructure.js';
import type { MonitoringValues } from '../generated/heliostat-monitoring.js';
import type { LoadTest } from '../constructs/load-test.js';

/** Where Argo CD finds the charts and what is rendered here. */
export type Source = {
  repoURL: string;
  /** Tag, branch or commit. */
  targetRevision: string;
};

export type Namespaces = { heliostat: string; monitoring: string };

/** One installation of Heliostat in one cluster. Its values are checked against the charts' schemas when this compiles. */
export type Environment = {
  name: string;
  source: Source;
  /** Where it runs; `heliostat` and `monitoring` unless told. */
  namespaces?: Namespaces;
  /** Nothing where all stores are outside. */
  infrastructure?: InfrastructureValues;
  core: CoreValues;
  monitoring?: MonitoringValues;
  /** A load test after each change, against a provider of made-up replies. */
  load?: LoadTest;
};

export const namespaces = { heliostat: 'heliostat', monitoring: 'monitoring', argocd: 'argocd' } as const;
export const repository = 'https://github.com/heliostat/heliostat.git';
