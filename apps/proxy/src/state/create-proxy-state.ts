import cluster from 'node:cluster';
import type { Logger } from '@heliostat/platform';
import { createSharedState, RemoteState, type SharedState, type StateConfig } from '@heliostat/stores/state';
import { primaryChannel } from '../cluster/process-channel.js';

/**
 * The state that this process shares with all others of this proxy and of its replicas: Redis, else that of the first
 * of several processes, else its own. Replicas without Redis share nothing.
 */
export function createProxyState(config: StateConfig, logger: Logger): SharedState {
  if (!config.REDIS_URL && cluster.isWorker) return new RemoteState(primaryChannel());
  return createSharedState(config, logger);
}
