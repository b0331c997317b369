import { fail } from '@heliostat/contracts';
import { CodedError, type Config } from '@heliostat/platform';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type ErrorFilter } from '../http/error.filter.js';
import { type AuthService } from './auth.service.js';
import { clientAddressHeader } from './create-auth.js';

/** Far above any sign-in; a body is held in memory. */
const bodyLimit = 64 * 1024;
const dropped = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
]);

/** Mounts better-auth on `/api/auth/*`; its bodies reach it as they came. */
export function registerAuthRoutes(
  app: FastifyInstance,
  config: Config,
  auth: AuthService,
  errors: ErrorFilter,
): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler((error, request, reply) => {
      const answer = errors.answer(error, request);
      return reply.code(answer.status).send({ ...fail(answer.error), message: answer.error });
    });
    scope.all('/api/auth/*', async (request, reply) =>
      send(reply, await auth.handle(toRequest(request, config))),
    );
  });
}

function toRequest(request: FastifyRequest, config: Config): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined && !dropped.has(name)) headers.set(name, String(value));
  headers.set(clientAddressHeader, request.ip);
  const body =
    request.body instanceof Buffer && request.body.length > 0 ? new Uint8Array(request.body) : undefined;
  if (body) requireJson(body);
  return new Request(`${new URL(config.publicUrl).origin}${request.url}`, {
    method: request.method,
    headers,
    body: request.method === 'GET' || request.method === 'HEAD' ? undefined : body,
  });
}

/** better-auth takes JSON alone, and answers 500 to what is none. */
function requireJson(body: Uint8Array): void {
  try {
    JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new CodedError('request/invalid', 'The body is not valid JSON', 400);
  }
}

async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status).header('cache-control', 'no-store');
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  const body = Buffer.from(await response.arrayBuffer());
  if (response.status >= 500 && body.length === 0)
    return reply.send({ message: 'Something went wrong on our side; try again in a moment' });
  return reply.send(body);
}
