import { join, resolve } from 'node:path';
import {
  CodedError,
  createLogger,
  createRegistry,
  errorMessage,
  loadConfig,
  Shutdown,
  type Config,
} from '@heliostat/platform';
import { PostgresKeyStore } from './auth/postgres-key-store.driver.js';
import { listen } from './server/listen.js';
import { createProxy } from './server/create-proxy.js';
import { Spool } from './spool/spool.js';

/** Time for calls in flight when the process is asked to stop. */
const graceMs = 10_000;

async function main(config: Config): Promise<void> {
  const logger = createLogger('proxy', config.LOG_LEVEL);
  const shutdown = new Shutdown(logger, graceMs + 15_000);
  shutdown.listen();
  const directory = join(resolve(config.HELIOSTAT_DATA_DIR), 'spool', '0');
  const keyStore = new PostgresKeyStore(config, logger);
  shutdown.add('key store', () => keyStore.close());
  const spool = new Spool({ directory, maxBytes: config.SPOOL_MAX_BYTES, logger, onClosed: () => {} });
  shutdown.add('spool', () => spool.close());
  const proxy = createProxy({ config, keyStore, spool, registry: createRegistry('proxy'), logger });
  shutdown.add('server', () => proxy.stop(graceMs));
  await listen(proxy.server, config);
  logger.info({ host: config.HOST, port: config.PROXY_PORT }, 'the proxy is ready');
  process.send?.({ type: 'ready' });
}

try {
  await main(loadConfig(process.env));
} catch (error) {
  process.stderr.write(
    `${error instanceof CodedError ? error.message : `The proxy cannot start: ${errorMessage(error)}`}\n`,
  );
  process.exit(1);
}
