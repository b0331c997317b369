import { createServer } from 'node:http';
import { Pool } from 'undici';

/**
 * The yardstick: the least that a gateway in Node does when it reads both bodies. Arguments: port, upstream origin.
 * One `node:http` server, one undici pool, `JSON.parse` of request and reply, nothing else.
 */
const [port, upstream] = process.argv.slice(2);
if (!port || !upstream) {
  console.error('usage: forwarder PORT UPSTREAM_ORIGIN');
  process.exit(2);
}
const pool = new Pool(upstream, { connections: 256, pipelining: 1 });

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => void forward());
  const forward = async () => {
    try {
      const body = Buffer.concat(chunks);
      if (body.length > 0) JSON.parse(body.toString());
      const reply = await pool.request({
        method: (request.method ?? 'POST') as 'POST',
        path: request.url ?? '/',
        headers: {
          'content-type': request.headers['content-type'] ?? 'application/json',
          authorization: request.headers.authorization ?? '',
        },
        body: body.length > 0 ? body : null,
      });
      const bytes = Buffer.from(await reply.body.arrayBuffer());
      JSON.parse(bytes.toString());
      response.writeHead(reply.statusCode, {
        'content-type': 'application/json',
        'content-length': bytes.length,
      });
      response.end(bytes);
    } catch {
      response.writeHead(502).end();
    }
  };
}).listen(Number(port), '127.0.0.1', 4096);
