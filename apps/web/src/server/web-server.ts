import Fastify, { type FastifyInstance } from 'fastify';
import { Counter, Histogram } from 'prom-client';
import {
  addStoreMetrics,
  createHealthHandler,
  createRegistry,
  errorMessage,
  type HealthCheck,
  type Logger,
} from '@heliostat/platform';
import { registerJawnProxy } from './jawn-proxy.js';
import { publicEnvironmentScript } from './public-environment.js';
import { registerStaticFiles } from './static-files.js';
import { securityHeaders } from './security-headers.js';

export type WebServerOptions = {
  /** Folder of the built pages. */
  clientDir: string;
  /** Where jawn listens, without a trailing slash. */
  jawnUrl: string;
  publicUrl: string;
  /** What `/__ENV.js` tells a browser. */
  publicEnvironment: Record<string, string>;
  logger: Logger;
};

/** Largest request body that is passed on to jawn, in bytes. */
const bodyLimit = 50 * 1024 * 1024;

/**
 * The dashboard's server: pages, the two doors to jawn, health and metrics. One origin for the browser, so there is
 * no CORS and no address in the bundle. It is ready without jawn and then names jawn as degraded.
 */
export async function createWebServer(options: WebServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    bodyLimit,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  });
  const registry = createRegistry('web');
  const requests = new Counter({
    name: 'web_http_requests_total',
    help: 'Requests by area and status.',
    labelNames: ['area', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'web_http_request_duration_seconds',
    help: 'Time from a request to the end of its reply.',
    labelNames: ['area'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 30],
    registers: [registry],
  });

  const headers = securityHeaders(options.publicUrl);
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers);
  });
  server.addHook('onResponse', async (request, reply) => {
    const area = /^\/api\/(auth|v1)\b/.exec(request.url)?.[1] ?? 'pages';
    requests.inc({ area, status: String(reply.statusCode) });
    duration.observe({ area }, reply.elapsedTime / 1000);
  });

  const checks: HealthCheck[] = [{ name: 'jawn', required: false, check: () => checkJawn(options.jawnUrl) }];
  addStoreMetrics(registry, () => checks);
  const health = createHealthHandler('web', checks, registry);
  for (const path of ['/healthz', '/readyz', '/metrics'])
    server.get(path, (request, reply) => {
      reply.hijack();
      health(request.raw, reply.raw);
    });

  server.addHook('onError', async (request, _reply, error) => {
    // A browser that leaves while its request is on the way is no failure of ours.
    if (request.raw.socket.destroyed || error.message === 'Request aborted') return;
    if ((error.statusCode ?? 500) >= 500)
      options.logger.error({ method: request.method, error: errorMessage(error) }, 'a request failed');
  });

  const script = publicEnvironmentScript(options.publicEnvironment);
  server.get('/__ENV.js', (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('text/javascript').send(script),
  );

  await registerJawnProxy(server, options.jawnUrl, options.logger);
  await registerStaticFiles(server, options.clientDir);
  return server;
}

async function checkJawn(jawnUrl: string): Promise<void> {
  const response = await fetch(`${jawnUrl}/healthz`);
  await response.body?.cancel();
  if (!response.ok) throw new Error(`jawn answered ${response.status}`);
}
