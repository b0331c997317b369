import { type FastifyInstance } from 'fastify';

/**
 * JSON is the only body we read: a form or a plain text, which a foreign page could send with a user's cookie, is
 * refused (415). An empty body that calls itself JSON is no body, as clients send it with DELETE.
 */
export function registerJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, String(body), done);
  });
}
