import { sep } from 'node:path';
import type { FastifyInstance } from 'fastify';
import fastifyStatic from '@fastify/static';

const immutable = 'public, max-age=31536000, immutable';

/**
 * Serves the built pages. Files below `assets/` carry a hash in their name and never change; everything else is
 * asked for again each time. Unknown paths without a file extension are the application's own routes. Brotli and
 * gzip variants are written by the build.
 */
export async function registerStaticFiles(server: FastifyInstance, clientDir: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: clientDir,
    preCompressed: true,
    wildcard: true,
    index: ['index.html'],
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes(`${sep}assets${sep}`) ? immutable : 'no-cache');
    },
  });

  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    const page = request.method === 'GET' || request.method === 'HEAD';
    if (path.startsWith('/api/'))
      return reply.code(404).send({ data: null, error: `There is no ${request.method} ${path}.` });
    if (!page || /\.[a-z0-9]{1,8}$/i.test(path))
      return reply.code(404).type('text/plain').send('Not found\n');
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}
