import {
  Agent,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { connect, isIP, type Socket } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { fail } from '@heliostat/contracts';
import { errorMessage, type Logger } from '@heliostat/platform';

/** `/v1/gateway/oai/v1/…` here is `/oai/v1/…` at the proxy; the log doors have one path at both. */
const gatewayPrefix = '/v1/gateway/';
const logDoors = [
  '/custom/v1/log',
  '/oai/v1/log',
  '/anthropic/v1/log',
  '/googleapis/v1/log',
  '/trace/v1/log',
  '/v1/trace/log',
  '/v1/trace/custom/v1/log',
  '/v1/traces',
];
const unreachable = 'The proxy cannot be reached from here; is it running?';
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
 * parsed, and whoever leaves first cancels the other side; WebSockets too. The proxy alone judges keys and keeps time.
 */
export class GatewayForwarder {
  private readonly target: URL;
  private readonly agent: Agent;
  private readonly tunnels = new Set<Socket>();

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

  /** Whether a request is to become a WebSocket of the proxy's; any other goes on as if it had not asked. */
  takesUpgrade({ method, url = '/', headers }: IncomingMessage): boolean {
    return (
      method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && url.startsWith(gatewayPrefix)
    );
  }

  /** Joins the sockets of such a request and of the proxy; what the proxy answers, a refusal too, is the client's. */
  handleUpgrade(request: IncomingMessage, client: Duplex, head: Buffer): void {
    client.on('error', () => {});
    const upstream = this.connect();
    this.tunnels.add(upstream);
    let connected = false;
    upstream.once(this.secure ? 'secureConnect' : 'connect', () => {
      connected = true;
      upstream.write(this.upgradeHead(request), 'latin1');
      upstream.write(head);
      client.pipe(upstream);
      upstream.pipe(client);
    });
    upstream.on('error', (error) => {
      if (connected) return void client.destroy();
      this.logger.error({ error: errorMessage(error) }, 'the proxy cannot be reached');
      client.end(refusal(502, unreachable));
    });
    upstream.on('close', () => {
      this.tunnels.delete(upstream);
      // Not at once: its last bytes may be on their way.
      if (client.writableFinished) client.destroy();
      else client.end(() => client.destroy());
    });
    client.on('close', () => upstream.destroy());
  }

  /** Ends all WebSockets. */
  closeTunnels(): void {
    for (const tunnel of this.tunnels) tunnel.destroy();
  }

  close(): void {
    this.closeTunnels();
    this.agent.destroy();
  }

  private connect(): Socket {
    const { hostname, port } = this.target;
    const host = hostname.replace(/^\[|\]$/g, '');
    return this.secure
      ? connectTls({ host, port: Number(port || 443), servername: isIP(host) ? '' : host })
      : connect({ host, port: Number(port || 80), noDelay: true });
  }

  /** Request line and headers as they came, but for the path. */
  private upgradeHead({ url = '/', rawHeaders }: IncomingMessage): string {
    const lines = [`GET ${this.pathAtProxy(url.slice(gatewayPrefix.length - 1))} HTTP/1.1`];
    const headers = endToEnd(rawHeaders, false);
    for (let index = 0; index < headers.length; index += 2)
      lines.push(`${headers[index]}: ${headers[index + 1]}`);
    return [...lines, 'Connection: Upgrade', 'Upgrade: websocket', '', ''].join('\r\n');
  }

  private pathAtProxy(path: string): string {
    return this.target.pathname.replace(/\/$/, '') + path;
  }

  private forward(path: string, request: IncomingMessage, response: ServerResponse): void {
    const send = this.secure ? httpsRequest : httpRequest;
    const upstream = send({
      agent: this.agent,
      host: this.target.hostname,
      port: this.target.port || undefined,
      path: this.pathAtProxy(path),
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
    response.end(JSON.stringify(fail(unreachable)));
  }
}

/** A whole reply for a socket that no server answers on any more. */
function refusal(status: number, message: string): string {
  const body = JSON.stringify(fail(message));
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\n` +
    `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`
  );
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
