import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { rewriteProviderPath } from '@heliostat/llm';
import { CodedError, errorMessage, publicLookup, type Logger } from '@heliostat/platform';
import { WebSocket, WebSocketServer, type ClientOptions } from 'ws';
import { takeKey } from '../auth/credentials.js';
import { badKey, noKey, noUnifiedKey, readOnlyKey } from '../auth/key-errors.js';
import type { KeyCache } from '../auth/key-cache.js';
import type { KeyGrant, KeyStore } from '../auth/key-store.js';
import type { DoorTable } from '../doors/door-table.js';
import { redactPath, takePathKey } from '../doors/path-key.js';
import type { TargetTable } from '../doors/target-table.js';
import { joinPath } from '../doors/target-url.js';
import type { Door, Target } from '../doors/door.js';
import type { CreditLedger } from '../credits/credit-ledger.js';
import { errorBody } from '../errors/provider-error.js';
import { spoolFull } from '../errors/spool-full.js';
import type { ForwardContext } from '../forward/forward-context.js';
import { gatewayErrorBody } from '../gateway/answer-gateway-failure.js';
import { refusalOf } from '../gateway/gateway-failure.js';
import type { OpenAiKey } from '../gateway/open-ai-key.js';
import { readRequestHeaders, type RequestHeaders } from '../headers/request-headers.js';
import { FeatureHeaders } from '../headers/feature-headers.js';
import { uuidV7 } from '../identity/uuid-v7.js';
import type { GuardStage } from '../pipeline/guarded-call.js';
import type { LimitStage } from '../rate-limits/rate-limit.stage.js';
import { STATUS_CODES } from '../server/node-http.js';
import { takeProtocols } from './protocols.js';
import { RealtimeSession } from './realtime-session.js';
import { SessionKeys } from './session-keys.js';
import { isTranscription, unpaidTranscription } from './unpaid-transcription.js';
import { SessionGuard, type SessionRefusal } from './session-guard.js';
import { createSessionLog } from './session-log.js';
import type { SessionLog } from './turn-log.js';
import type { TurnContext } from './turn-record.js';

export type RealtimeDependencies = {
  context: ForwardContext;
  doors: DoorTable;
  targets: TargetTable;
  keys: KeyCache;
  /** Tells of keys that changed, after it told `keys`. */
  keyStore: Pick<KeyStore, 'onChange'>;
  /** The installation's or the organisation's key for OpenAI, for `/v1/realtime` without a provider's door. */
  openAiKey(grant: KeyGrant): Promise<OpenAiKey | CodedError>;
  credits: CreditLedger;
  /** Rate limits, and the guards of what users say. */
  limit: LimitStage;
  screens: readonly GuardStage[];
  logger: Logger;
};

type Route = {
  door: Door;
  target: Target;
  providerId: string;
  path: string;
  grant: KeyGrant;
  /** Ours, by which the grant was found. */
  key: string;
  headers: RequestHeaders;
  protocols: string[];
  /** Set on `/v1/realtime`: the client has no provider's key. */
  ownKey: boolean | undefined;
  /** A balance pays. */
  limited: boolean;
};

const twoModels = new CodedError(
  'gateway/realtime-model',
  'The query names more than one model: name the one that the session is to have, once.',
  400,
);
const unifiedPath = /^\/(?:ai\/)?(?:v1\/)?realtime(?=[/?]|$)/;
/** Of sessions that ask for none. */
const noFeatures = new FeatureHeaders();
const maxRefusalBytes = 64 * 1024;
/** What `ws` sets itself. */
const handshakeHeader = /^(?:sec-websocket-|connection$|upgrade$|host$|content-length$)/i;

/**
 * WebSocket connections to providers' realtime APIs (`/oai/v1/realtime`, `/v1/realtime`, and any other door): frames
 * pass both ways as they are, each reply becomes a row.
 */
export class RealtimeGateway {
  private readonly server: WebSocketServer;
  private readonly sessions = new Set<RealtimeSession>();
  private readonly sessionKeys: SessionKeys;
  /** Headers of ours for handshakes that are about to succeed. */
  private readonly opening = new WeakMap<IncomingMessage, readonly string[]>();

  constructor(private readonly dependencies: RealtimeDependencies) {
    this.server = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: dependencies.context.maxBody,
    });
    this.server.on('headers', (lines, req) => void lines.push(...headerLines(this.opening.get(req) ?? [])));
    const { keys, keyStore, logger } = dependencies;
    this.sessionKeys = new SessionKeys(keys, keyStore, logger);
  }

  /** Listener of a server's `upgrade`; never throws. */
  readonly handle = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => {});
    this.route(req)
      .then((route) => this.connect(req, socket, head, route))
      .catch((error: unknown) => {
        if (!(error instanceof CodedError))
          this.dependencies.logger.error({ error: errorMessage(error) }, 'a realtime session failed');
        refuse(
          socket,
          error instanceof CodedError
            ? error
            : new CodedError('proxy/fault', 'The gateway failed on this request.'),
          unifiedPath.test(req.url ?? '/'),
        );
      });
  };

  /** How many sessions are open. */
  get open(): number {
    return this.sessions.size;
  }

  /** Ends all sessions, as a restart does. */
  close(): void {
    for (const session of this.sessions) session.close();
    this.server.close();
  }

  private async route(req: IncomingMessage): Promise<Route> {
    const { context, doors, targets, keys } = this.dependencies;
    const url = req.url ?? '/';
    const headers = readRequestHeaders(req.rawHeaders);
    const unified = unifiedPath.exec(url);
    const match = unified
      ? doors.findByPath(`/openai/v1/realtime${url.slice(unified[0].length)}`)
      : (findByHost(doors, headers.host, url) ?? doors.findByPath(url));
    if (match === undefined) throw doors.unknownDoor();
    const { path, key: pathKey } = takePathKey(match.path);
    const { protocols, key: protocolKey } = takeProtocols(req.headers['sec-websocket-protocol']);
    const key = takeKey(headers, pathKey ?? protocolKey);
    if (key === undefined) throw unified ? noUnifiedKey : noKey;
    const grant = await keys.find(key);
    if (grant === null) throw badKey;
    if (grant.permissions === 'r') throw readOnlyKey;
    if (context.rejectWhenFull && context.spool.full) throw spoolFull;
    if (headers.fault !== undefined) throw headers.fault;
    const { target, providerId, rewrites, fault } = targets.find(match.door, headers);
    if (fault !== undefined || target === undefined) throw fault ?? doors.unknownDoor();
    let ownKey: boolean | undefined;
    let limited = false;
    if (unified) {
      const query = new URLSearchParams(url.slice(unified[0].length));
      // One would be paid for, and the other might be had.
      if (query.getAll('model').length > 1) throw twoModels;
      const found = await this.dependencies.openAiKey(grant);
      if (found instanceof CodedError) throw found;
      limited = found.limited === true;
      if (limited && query.getAll('intent').some(isTranscription)) throw unpaidTranscription;
      headers.upstream.push('authorization', `Bearer ${found.key}`);
      ownKey = found.own;
    }
    const sent = joinPath(target, rewrites === undefined ? path : rewriteProviderPath(rewrites, path));
    return {
      door: match.door,
      target,
      providerId,
      path: sent,
      grant,
      key,
      headers,
      protocols,
      ownKey,
      limited,
    };
  }

  /** A limit is used up, or cannot be read: as a call over HTTP is refused. */
  private refuseSession(
    socket: Duplex,
    { headers, ownKey }: Route,
    log: SessionLog,
    { error, id, facts, headers: limits }: SessionRefusal,
  ): void {
    const body = bodyOf(error, ownKey !== undefined);
    log.refused(error.status, body, error.message, { id, facts });
    const list = [...limits, 'helicone-id', headers.requestIdRaw ?? id, 'helicone-status', 'failed'];
    writeReply(socket, error.status, 'application/json', body, list);
  }

  /** What a call over HTTP would be told in its reply. */
  private openingHeaders({ requestIdRaw }: RequestHeaders, { opening }: SessionGuard): string[] {
    const { spool, metrics } = this.dependencies.context;
    const degraded = spool.full ? [...opening.degraded, 'log'] : opening.degraded;
    metrics.features.count(undefined, degraded);
    return [
      ...opening.replyHeaders,
      ...(requestIdRaw === undefined ? [] : ['Helicone-Id', requestIdRaw]),
      ...(degraded.length === 0 ? [] : ['Helicone-Degraded', degraded.join(', ')]),
    ];
  }

  private async connect(req: IncomingMessage, socket: Duplex, head: Buffer, route: Route): Promise<void> {
    // A client that left meanwhile: nobody would close the provider's side.
    if (socket.destroyed) return;
    const { context } = this.dependencies;
    const { target, path, headers, protocols, grant } = route;
    const url = new URL(target.origin.replace(/^http/, 'ws') + path);
    const model = url.searchParams.get('model') ?? undefined;
    let firstId = headers.requestId;
    const nextId = () => {
      const id = firstId ?? uuidV7();
      firstId = undefined;
      return id;
    };
    let session: RealtimeSession | undefined;
    const guard = new SessionGuard(this.dependencies, {
      head: {
        door: route.door,
        headers,
        features: headers.features ?? noFeatures,
        grant,
        method: 'GET',
        path: route.path,
      },
      providerId: route.providerId,
      model,
      paid: route.ownKey === false,
      limited: route.limited,
      nextId,
      onOverrun: (refusal) => session?.overrun(refusal),
    });
    socket.once('close', () => guard.close());
    const log = createSessionLog({
      spool: context.spool,
      context: turnContext(route, url),
      url,
      model,
      maxBytes: context.logMaxBody,
      guard,
      nextId,
      onLost: () => void (context.rejectWhenFull && session?.unlogged()),
    });
    const refusal = await guard.open();
    if (refusal !== undefined) return this.refuseSession(socket, route, log, refusal);
    if (socket.destroyed) return guard.close();
    const provider = dial(url, protocols, {
      headers: upstreamHeaders(headers.upstream),
      perMessageDeflate: false,
      handshakeTimeout: context.timeouts.connectTimeoutMs,
      maxPayload: context.maxBody,
      followRedirects: false,
      ...(target.guarded ? { lookup: publicLookup } : {}),
    });
    const gone = () => provider.terminate();
    socket.once('close', gone);
    provider.once('unexpected-response', (_request, reply) => passRefusal(reply, socket, log));
    provider.on('error', (error) => {
      const fault = new CodedError(
        'proxy/upstream',
        `${target.origin} refused the connection: ${errorMessage(error)}`,
        502,
      );
      if (!socket.writable) return;
      log.refused(fault.status, Buffer.alloc(0), fault.message);
      refuse(socket, fault, route.ownKey !== undefined);
    });
    provider.once('open', () => {
      provider.pause();
      const protocol = provider.protocol;
      if (protocol === '') delete req.headers['sec-websocket-protocol'];
      else req.headers['sec-websocket-protocol'] = protocol;
      this.opening.set(req, this.openingHeaders(headers, guard));
      // Where the client's handshake is refused its socket closes, and takes the provider's side with it.
      this.server.handleUpgrade(req, socket, head, (client) => {
        provider.removeAllListeners('error');
        socket.off('close', gone);
        const opened = new RealtimeSession(client, provider, log, guard, () => {
          this.sessions.delete(opened);
          this.sessionKeys.delete(opened);
        });
        session = opened;
        this.sessions.add(opened);
        this.sessionKeys.add(opened, route.key);
        provider.resume();
      });
    });
  }
}

const turnContext = ({ grant, providerId, path, headers, ownKey }: Route, url: URL): TurnContext => ({
  org: grant.org,
  keyId: grant.keyId,
  path: redactPath(path),
  targetUrl: redactPath(url.href),
  provider: providerId,
  ...(headers.userId === undefined ? {} : { userId: headers.userId }),
  ...(headers.properties === undefined ? {} : { properties: { ...headers.properties } }),
  ...(ownKey === false ? { passthroughBilling: true } : {}),
  ...(headers.omitRequest ? { omitRequest: true } : {}),
  ...(headers.omitResponse ? { omitResponse: true } : {}),
  ...(headers.features?.redactPii === true ? { redact: true } : {}),
  ...(headers.posthogKey === undefined
    ? {}
    : { posthog: { key: headers.posthogKey, host: headers.posthogHost } }),
});

/** Throws `proxy/bad-http` (400) for what only a client can have got wrong: its subprotocols, or its path. */
function dial(url: URL, protocols: string[], options: ClientOptions): WebSocket {
  try {
    return new WebSocket(url, protocols, options);
  } catch (error) {
    throw new CodedError('proxy/bad-http', `The session cannot be opened: ${errorMessage(error)}.`, 400);
  }
}

function findByHost(doors: DoorTable, host: string, path: string): { door: Door; path: string } | undefined {
  const door = doors.findByHost(host);
  return door && { door, path };
}

function upstreamHeaders(list: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < list.length; i += 2)
    if (!handshakeHeader.test(list[i]!)) headers[list[i]!] = list[i + 1]!;
  return headers;
}

/** The provider's refusal of the handshake is the client's. */
function passRefusal(reply: IncomingMessage, socket: Duplex, log: SessionLog): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  reply.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxRefusalBytes) chunks.push(chunk);
  });
  reply.on('error', () => socket.destroy());
  reply.on('end', () => {
    const body = Buffer.concat(chunks);
    const status = reply.statusCode ?? 502;
    log.refused(status, body, `The provider refused the session (${status}).`);
    writeReply(socket, status, reply.headers['content-type'] ?? 'application/json', body);
  });
}

function refuse(socket: Duplex, error: CodedError, unified: boolean): void {
  writeReply(socket, error.status, 'application/json', bodyOf(error, unified));
}

/** The unified API has errors of its own (interface ruling 5). */
const bodyOf = (error: CodedError, unified: boolean): Buffer =>
  unified
    ? Buffer.from(JSON.stringify(gatewayErrorBody('chat', refusalOf(error))))
    : errorBody('openai', error.status, error.code, error.message);

function writeReply(
  socket: Duplex,
  status: number,
  contentType: string,
  body: Buffer,
  headers: readonly string[] = [],
): void {
  if (!socket.writable) return;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `content-type: ${contentType}`,
    `content-length: ${body.length}`,
    ...headerLines(headers),
    'connection: close\r\n\r\n',
  ];
  socket.write(lines.join('\r\n'), 'latin1');
  socket.end(body);
}

/** Of a flat list; a client's own words among them end no line. */
function headerLines(list: readonly string[]): string[] {
  const lines: string[] = [];
  for (let i = 0; i < list.length; i += 2)
    lines.push(`${list[i]}: ${list[i + 1]!.replace(/[^\t\x20-\x7e\x80-\xff]/g, '')}`);
  return lines;
}
