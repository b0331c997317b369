import { createServer } from 'node:http';
import { getQueueToken, type WorkerHost } from '@nestjs/bullmq';
import { NestFactory } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { queueNames } from '@heliostat/contracts';
import { providers } from '@heliostat/llm';
import { OwnModelsError, watchOwnModels } from '@heliostat/models';
import {
  addStoreMetrics,
  CodedError,
  createHealthHandler,
  createLogger,
  createRegistry,
  errorMessage,
  loadConfig,
  Shutdown,
} from '@heliostat/platform';
import { AppModule, processors } from './app.module.js';
import { openWorkerContext } from './context/open-worker-context.js';
import { logQueueFaults } from './queue/log-queue-faults.js';
import { addQueueMetrics } from './queue/queue.metrics.js';

/**
 * Starts the worker from its environment: stores, queues, then the health listener on `WORKER_PORT`. Exits 1 with one
 * line when a setting is wrong, a store cannot be used or the port is taken.
 */
export async function startWorker(env: NodeJS.ProcessEnv): Promise<void> {
  const logger = createLogger('worker', env.LOG_LEVEL || 'info');
  const shutdown = new Shutdown(logger);
  // From the first moment on: stores that do not answer must not keep a worker alive that nobody waits for.
  shutdown.listen();
  try {
    const config = loadConfig(env);
    const ownModels = await watchOwnModels({
      file: config.MODELS_FILE,
      dataDir: config.HELIOSTAT_DATA_DIR,
      providers: providers.map(({ id }) => id),
      log: logger,
    });
    shutdown.add('own models', () => ownModels.stop());
    const registry = createRegistry('worker');
    const context = await openWorkerContext(config, logger, registry);
    shutdown.add('stores', () => context.close());
    addStoreMetrics(registry, () => context.checks);
    const app = await NestFactory.createApplicationContext(AppModule.forContext(context), {
      logger: ['error', 'warn'],
      abortOnError: false,
    });
    // Closing stops taking jobs and waits for running ones, so what waits for an insert must go out meanwhile.
    shutdown.add('queues', async () => {
      context.drain();
      await app.close();
    });
    const queues = Object.values(queueNames).map((name) =>
      app.get<Queue>(getQueueToken(name), { strict: false }),
    );
    const workers = processors.map((processor) => app.get<WorkerHost>(processor, { strict: false }).worker);
    logQueueFaults([...queues, ...workers], logger);
    addQueueMetrics(registry, queues);
    await listen(
      config.WORKER_PORT,
      config.HOST,
      createHealthHandler('worker', context.checks, registry),
      shutdown,
    );
    logger.info({ port: config.WORKER_PORT }, 'worker is ready');
    process.send?.({ type: 'ready' });
  } catch (error) {
    logger.fatal({ code: codeOf(error) }, errorMessage(error));
    await shutdown.exit(1);
  }
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof OwnModelsError) return 'models/own-file';
  return error instanceof CodedError ? error.code : undefined;
}

function listen(
  port: number,
  host: string,
  handle: ReturnType<typeof createHealthHandler>,
  shutdown: Shutdown,
): Promise<void> {
  const server = createServer((request, response) => {
    if (handle(request, response)) return;
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ data: null, error: 'The worker serves /healthz, /readyz and /metrics only.' }),
    );
  });
  shutdown.add('health listener', () => new Promise<void>((resolve) => server.close(() => resolve())));
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new CodedError(
              'worker/port-taken',
              `Port ${port} is taken: end what listens there or set WORKER_PORT.`,
            )
          : error,
      ),
    );
    server.listen(port, host, resolve);
  });
}
