import { Agent, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream';
import { fail } from '@heliostat/contracts';
import { errorMessage, type Logger } from '@heliostat/platform';

/** `/v1/gateway/oai/v1/…` here is `/oai/v1/…` at the proxy; the log doors have one path at both. */
const gatewayPrefix = '/v1/gateway/';
const logDoors = ['/custom/v1/log', '/trace/v1/log', '/v1/traces'];
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  // Node has answered it to the client already.
  'expect',
]);

/**
 * Hands the proxy's doors on jawn's port over to the proxy: bytes in are bytes out, both ways, nothing is buffered or
 * parsed, and whoever leaves first cancels the other side. The proxy alone judges keys and keeps time.
 */
export class GatewayForwarder {
  private readonly target: URL;
  private readonly agent: Agent;

  constructor(
    proxyUrl: string,
    private readonly logger: Logger,
  ) {
    this.target = new URL(proxyUrl);
    const options = { keepAlive: true, maxFreeSockets: 64 };
    this.agent = this.secure ? new HttpsAgent(options) : new Agent(options);
  }

  private get secure(): boolean {
    return this.target.protocol === 'https:';
  }

  /** False for a path that is none of the proxy's. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const path = proxyPath(request.url ?? '/');
    if (path === undefined) return false;
    this.forward(path, request, response);
    return true;
  }

  close(): void {
    this.agent.destroy();
  }

  private forward(path: string, request: IncomingMessage, response: ServerResponse): void {
    const send = this.secure ? httpsRequest : httpRequest;
    const upstream = send({
      agent: this.agent,
      host: this.target.hostname,
      port: this.target.port || undefined,
      path: `${this.target.pathname.replace(/\/$/, '')}${path}`,
      method: request.method,
      headers: endToEnd(request.rawHeaders, request.headers['transfer-encoding'] !== undefined),
      setDefaultHeaders: false,
    });
    upstream.on('response', (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.statusMessage, endToEnd(reply.rawHeaders, false));
      response.flushHeaders();
      pipeline(reply, response, () => {});
    });
    upstream.on('error', (error) => this.failed(error, request, response));
    response.on('close', () => upstream.destroy());
    request.on('error', () => upstream.destroy());
    request.pipe(upstream);
  }

  private failed(error: Error, request: IncomingMessage, response: ServerResponse): void {
    if (response.destroyed || response.writableEnded) return;
    if (response.headersSent) return void response.destroy();
    this.logger.error({ error: errorMessage(error) }, 'the proxy cannot be reached');
    request.unpipe();
    request.resume();
    response.writeHead(502, { 'content-type': 'application/json' });
    response.end(JSON.stringify(fail('The proxy cannot be reached from here; is it running?')));
  }
}

function proxyPath(url: string): string | undefined {
  if (url.startsWith(gatewayPrefix)) return url.slice(gatewayPrefix.length - 1);
  const path = url.split('?', 1)[0] ?? url;
  return logDoors.some((door) => path === door || path.startsWith(`${door}/`)) ? url : undefined;
}

/** Names and values in turn, as they came, without what belongs to one connection alone. */
function endToEnd(raw: string[], chunked: boolean): string[] {
  const headers: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2)
    if (!hopByHop.has((raw[index] ?? '').toLowerCase())) headers.push(raw[index] ?? '', raw[index + 1] ?? '');
  if (chunked) headers.push('Transfer-Encoding', 'chunked');
  return headers;
}
