import cluster from 'node:cluster';
import {
  CodedError,
  createLogger,
  errorMessage,
  loadConfig,
  Shutdown,
  type Config,
} from '@heliostat/platform';
import { createSharedState } from '@heliostat/stores/state';
import { shareMetrics } from './cluster/cluster-metrics.js';
import { runPrimary } from './cluster/run-primary.js';
import { runWorker } from './server/run-worker.js';

/** Beyond what is served on. */
const stopMs = 15_000;

async function main(config: Config): Promise<void> {
  const logger = createLogger('proxy', config.LOG_LEVEL);
  const servingMs = config.SHUTDOWN_DRAIN_MS + config.SHUTDOWN_GRACE_MS;
  const shutdown = new Shutdown(logger, stopMs + servingMs);
  shutdown.listen();
  const slots = config.HELIOSTAT_PROXY_WORKERS;
  if (cluster.isWorker) {
    const slot = Number(process.argv[2] ?? 0);
    await runWorker({ config, logger, shutdown, slot, slots, shareMetrics });
  } else {
    if (slots > 1) {
      // With Redis each process asks it itself.
      const state = config.REDIS_URL ? undefined : createSharedState(config, logger);
      await runPrimary(slots, logger, shutdown, servingMs, state);
    } else await runWorker({ config, logger, shutdown, slot: 0, slots });
    logger.info({ host: config.HOST, port: config.PROXY_PORT, processes: slots }, 'the proxy is ready');
  }
  process.send?.({ type: 'ready' });
}

try {
  await main(loadConfig(process.env));
} catch (error) {
  // A worker has said why already.
  if (!(error instanceof CodedError && error.code === 'proxy/worker-failed'))
    process.stderr.write(
      `${error instanceof CodedError ? error.message : `The proxy cannot start: ${errorMessage(error)}`}\n`,
    );
  process.exit(1);
}
