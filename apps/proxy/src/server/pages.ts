import type { IncomingMessage, ServerResponse } from 'node:http';
import { version } from '@heliostat/platform';

const about = Buffer.from(
  JSON.stringify({
    name: 'heliostat-proxy',
    version,
    message:
      'This is the Heliostat gateway. Point your SDK at a provider below it, for example base URL …/oai/v1, and send your Heliostat key in Helicone-Auth.',
  }) + '\n',
);

/** `GET /` says what this is; health and metrics are `health`'s. */
export function createPages(health: (request: IncomingMessage, response: ServerResponse) => boolean) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    if (request.url !== '/') return health(request, response);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': about.length });
    response.end(about);
    return true;
  };
}
