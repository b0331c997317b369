import { type Logger } from '@heliostat/platform';
import { type FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';

/** One line and one measurement a reply, by the route's pattern: paths and queries may hold ids and signatures. */
export function registerRequestLog(app: FastifyInstance, logger: Logger, registry: Registry): void {
  const duration = new Histogram({
    name: 'heliostat_http_request_duration_seconds',
    help: 'Time from a request to the end of its reply',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    duration.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    const line = {
      requestId: request.id,
      method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    logger[reply.statusCode >= 500 ? 'warn' : 'info'](line, 'request');
  });
}
