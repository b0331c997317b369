import {
  CodedError,
  createLogger,
  errorMessage,
  loadConfig,
  Shutdown,
  shutdownGraceMs,
} from '@heliostat/platform';
import { createJawn } from './jawn.js';

/** What we can name ends in one line; anything else keeps its stack. */
function stop(error: unknown): never {
  const words =
    error instanceof CodedError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`jawn: ${words}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger('jawn', config.LOG_LEVEL);
  // A promise that nobody awaited is a fault of one request, not of the process.
  process.on('unhandledRejection', (reason) =>
    logger.error(
      { error: errorMessage(reason), stack: reason instanceof Error ? reason.stack : undefined },
      'unhandled',
    ),
  );
  const shutdown = new Shutdown(logger, shutdownGraceMs + config.SHUTDOWN_DRAIN_MS);
  shutdown.listen();
  const jawn = await createJawn(config, { logger });
  shutdown.add('jawn', () => jawn.close());
  const port = await jawn.listen();
  logger.info({ host: config.HOST, port }, 'jawn listens');
  process.send?.({ type: 'ready', port });
}

main().catch(stop);
