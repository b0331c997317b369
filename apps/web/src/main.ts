import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import {
  CodedError,
  createDrain,
  Shutdown,
  shutdownGraceMs,
  createLogger,
  errorMessage,
  loadConfig,
} from '@heliostat/platform';
import { createWebServer } from './server/web-server.js';
import { publicEnvironment } from './server/public-environment.js';
import { listenOrExplain } from './server/listen.js';

/** Starts the dashboard's server; tells a parent process (the launcher) when it serves. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger('web', config.LOG_LEVEL);
  const shutdown = new Shutdown(logger, shutdownGraceMs + config.SHUTDOWN_DRAIN_MS);
  shutdown.listen();

  const clientDir = join(fileURLToPath(new URL('.', import.meta.url)), 'client');
  if (!existsSync(join(clientDir, 'index.html')))
    throw new CodedError('web/not-built', `The pages are not built: ${clientDir} has no index.html.`);

  const server = await createWebServer({
    clientDir,
    jawnUrl: config.JAWN_URL ?? `http://127.0.0.1:${config.JAWN_PORT}`,
    publicUrl: config.publicUrl,
    publicEnvironment: publicEnvironment(config),
    logger,
  });
  const drain = createDrain(server.server, config.SHUTDOWN_DRAIN_MS);
  shutdown.add('close the listener', async () => {
    await drain();
    await server.close();
  });
  const address = await listenOrExplain(server, { host: config.HOST, port: config.WEB_PORT });
  logger.info({ address }, 'web serves');
  process.send?.({ type: 'ready' });
}

main().catch((error: unknown) => {
  console.error(errorMessage(error));
  process.exit(1);
});
