import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { version } from '../version.js';
import { readiness, type HealthCheck } from './readiness.js';

/**
 * Answers `GET /healthz`, `/readyz` and `/metrics` on any `node:http` server; returns false for all other paths.
 * `/readyz` is 503 when a required check fails and names every degraded one.
 */
export function createHealthHandler(
  app: string,
  checks: HealthCheck[],
  registry: Pick<Registry, 'metrics' | 'contentType'>,
) {
  const json = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  };
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    switch (request.url) {
      case '/healthz':
        json(response, 200, { status: 'ok', app, version });
        return true;
      case '/readyz':
        void readiness(checks).then((state) =>
          json(response, state.ready ? 200 : 503, {
            status: state.ready ? 'ready' : 'unready',
            app,
            version,
            ...state,
          }),
        );
        return true;
      case '/metrics':
        void registry.metrics().then((text) => {
          response.writeHead(200, { 'content-type': registry.contentType });
          response.end(text);
        });
        return true;
      default:
        return false;
    }
  };
}
