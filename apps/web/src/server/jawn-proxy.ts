import type { FastifyInstance, FastifyRequest } from 'fastify';
import httpProxy from '@fastify/http-proxy';
import { errorMessage, type Logger } from '@heliostat/platform';

/** `/api/auth/*` goes on unchanged, `/api/v1/*` as `/v1/*`. */
export const forwardedPrefixes = [
  { prefix: '/api/auth', rewritePrefix: '/api/auth' },
  { prefix: '/api/v1', rewritePrefix: '/v1' },
] as const;

type Headers = Record<string, string | string[] | undefined>;

/** The browser's own address, host and scheme, for jawn's sessions, origin check and links. */
function forwardedHeaders(request: FastifyRequest, headers: Headers): Headers {
  const before = request.headers['x-forwarded-for'];
  const chain = [...(before ? [before].flat() : []), request.ip].join(', ');
  return {
    ...headers,
    'x-forwarded-for': chain,
    'x-forwarded-host': request.headers['x-forwarded-host'] ?? request.headers.host,
    'x-forwarded-proto': request.headers['x-forwarded-proto'] ?? request.protocol,
  };
}

/** Streams both doors to jawn; when jawn is away the browser gets a 502 or 504 in the API's own envelope. */
export async function registerJawnProxy(
  server: FastifyInstance,
  jawnUrl: string,
  logger: Logger,
): Promise<void> {
  for (const door of forwardedPrefixes)
    await server.register(httpProxy, {
      upstream: jawnUrl,
      ...door,
      undici: { connections: 128, pipelining: 1, headersTimeout: 120_000, bodyTimeout: 0 },
      replyOptions: {
        rewriteRequestHeaders: (request, headers) => forwardedHeaders(request as FastifyRequest, headers),
        onError: (reply, { error }) => {
          const late = /timeout/i.test(errorMessage(error));
          logger.warn({ error: errorMessage(error) }, 'jawn did not answer');
          void reply.code(late ? 504 : 502).send({
            data: null,
            error: late
              ? 'The API took too long to answer. Try again, or choose a shorter time window.'
              : 'The API cannot be reached right now. It may be starting; try again in a moment.',
          });
        },
      },
    });
}
