import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { echoOverWebSocket } from './web-socket-echo.js';
import { fixedReply, type FixedReply } from './feature-replies.js';

/**
 * A child process: `main.js PORT`. Fixed replies of OpenAI and Anthropic, whole or streamed as the body asks; any
 * WebSocket gets its messages back. `x-bench-delay-ms` holds a reply back; `GET /count` says how many POSTs there were.
 */
const streamMark = Buffer.from('"stream":true');
let posts = 0;

createServer((request, response) => {
  if (request.method !== 'POST') return void response.end(String(posts));
  posts++;
  const body: Buffer[] = [];
  request.on('data', (part: Buffer) => body.push(part));
  request.on('end', () => {
    const reply = fixedReply(request.url ?? '/', Buffer.concat(body).includes(streamMark));
    const delay = Number(request.headers['x-bench-delay-ms'] ?? 0);
    if (delay > 0) setTimeout(() => answer(response, reply), delay);
    else answer(response, reply);
  });
})
  .on('upgrade', (request: IncomingMessage, socket) => echoOverWebSocket(request, socket))
  .listen(Number(process.argv[2]), '127.0.0.1');

function answer(response: ServerResponse, { contentType, parts }: FixedReply): void {
  const [first] = parts;
  if (parts.length === 1 && first) {
    response.writeHead(200, { 'content-type': contentType, 'content-length': first.length });
    return void response.end(first);
  }
  response.writeHead(200, { 'content-type': contentType });
  // One turn of the event loop for each, so that they leave one by one as a model's tokens do.
  let next = 0;
  const send = () => {
    if (response.destroyed) return;
    response.write(parts[next++]!);
    if (next === parts.length) response.end();
    else setImmediate(send);
  };
  send();
}
