import type { IncomingMessage, ServerResponse } from 'node:http';
import { rewriteProviderPath, type Wire } from '@heliostat/llm';
import { CodedError, errorMessage, type Logger } from '@heliostat/platform';
import { takeKey, takeUnifiedKey } from '../auth/credentials.js';
import { badKey, noKey, noUnifiedKey, readOnlyKey } from '../auth/key-errors.js';
import type { KeyCache } from '../auth/key-cache.js';
import type { KeyGrant } from '../auth/key-store.js';
import type { Door } from '../doors/door.js';
import type { DoorTable } from '../doors/door-table.js';
import { takePathKey } from '../doors/path-key.js';
import type { TargetRoute, TargetTable } from '../doors/target-table.js';
import { isRealtimePath, isUnifiedHost } from '../doors/unified-door.js';
import { joinPath } from '../doors/target-url.js';
import { sendNeedsWebSocket } from '../errors/needs-web-socket.js';
import { sendError } from '../errors/send-error.js';
import { spoolFull } from '../errors/spool-full.js';
import { Exchange } from '../forward/exchange.js';
import type { ForwardContext } from '../forward/forward-context.js';
import { bodyTooLarge, UploadBody } from '../forward/upload-body.js';
import { findUnifiedApi, isAnthropicApi, mappedApi } from '../gateway/unified-api.js';
import type { UnifiedGateway } from '../gateway/unified-gateway.js';
import { FeatureHeaders } from '../headers/feature-headers.js';
import { readRequestHeaders, type RequestHeaders } from '../headers/request-headers.js';
import { uuidV7 } from '../identity/uuid-v7.js';
import { findLogDoor, isLogPath, type LogDoor } from '../manual-logging/log-door.js';
import { ManualLogger } from '../manual-logging/manual-logger.js';
import { sendLogError } from '../manual-logging/send-log-error.js';
import type { CallHead } from '../pipeline/call-head.js';
import type { LongWay } from './long-way.js';
import type { Pool } from 'undici';

/** Bodies up to this many bytes are sent in one piece once they are complete. */
const smallBody = 64 * 1024;
const slash = 47;

const noHost = new CodedError('proxy/bad-http', 'HTTP/1.1 asks for a Host header, and there is none.', 400);

/** Of calls that come here for what their key stands for. */
const noFeatures = new FeatureHeaders();
/** Until a candidate is asked, a call of the unified API has no provider. */
const noProvider = '';

export type HandlerDependencies = {
  context: ForwardContext;
  doors: DoorTable;
  targets: TargetTable;
  keys: KeyCache;
  longWay: LongWay;
  gateway: UnifiedGateway;
  logger: Logger;
  /** Answers paths that belong to no door; false when it does not know them either. */
  pages: (request: IncomingMessage, response: ServerResponse) => boolean;
};

/** The way of every request: door, key, exchange. */
export class RequestHandler {
  private readonly manualLogger: ManualLogger;

  constructor(private readonly dependencies: HandlerDependencies) {
    this.manualLogger = new ManualLogger(dependencies.context, dependencies.logger);
  }

  /** Never throws: a fault of ours is a 500 for this request alone. */
  readonly handle = (req: IncomingMessage, res: ServerResponse): void => {
    try {
      this.route(req, res);
    } catch (error) {
      this.dependencies.logger.error({ error: errorMessage(error) }, 'a request could not be handled');
      if (res.headersSent) res.destroy();
      else
        this.refuse(
          req,
          res,
          undefined,
          new CodedError('proxy/fault', 'The gateway failed on this request.'),
        );
    }
  };

  private route(req: IncomingMessage, res: ServerResponse): void {
    const { doors } = this.dependencies;
    const url = originForm(req.url ?? '/');
    const headers = readRequestHeaders(req.rawHeaders);
    if (headers.host === '' && req.httpVersion === '1.1' && req.headers.host === undefined)
      return this.refuse(req, res, undefined, noHost);
    if (isUnifiedHost(headers.host)) return this.enterUnified(req, res, headers, url);
    const byHost = doors.findByHost(headers.host);
    if (byHost !== undefined) return this.enterDoor(req, res, headers, byHost, url);
    const match = doors.findByPath(url);
    if (match !== undefined) return this.enterDoor(req, res, headers, match.door, match.path);
    const logDoor = findLogDoor(url);
    if (logDoor !== undefined) return this.enterLog(req, res, headers, logDoor, 'openai');
    if (this.dependencies.pages(req, res)) return;
    this.enterUnified(req, res, headers, url);
  }

  /** The unified gateway, whose paths are known by their ends. */
  private enterUnified(
    req: IncomingMessage,
    res: ServerResponse,
    headers: RequestHeaders,
    keyedPath: string,
  ): void {
    const { gateway, doors } = this.dependencies;
    const { path, key: pathKey } = takePathKey(keyedPath);
    const api = mappedApi(findUnifiedApi(path), headers);
    if (api === undefined && isRealtimePath(path)) return sendNeedsWebSocket(req, res);
    if (api === undefined) return this.refuse(req, res, undefined, doors.unknownDoor());
    if (gateway.answerOpenly(req, res, api)) return;
    const refuse = (error: unknown) => {
      const coded = codedOr(error, 'The key could not be checked.');
      this.countRefused(coded);
      if (!res.destroyed) gateway.refuse(req, res, api, coded);
    };
    const key = takeUnifiedKey(headers, pathKey);
    if (key === undefined) return refuse(noUnifiedKey);
    const admit = (grant: KeyGrant | null) => {
      if (grant === null) return refuse(badKey);
      if (grant.permissions === 'r') return refuse(readOnlyKey);
      const { context } = this.dependencies;
      if (context.rejectWhenFull && context.spool.full) return refuse(spoolFull);
      if (res.destroyed) return;
      const id = headers.requestId ?? uuidV7();
      const wire = isAnthropicApi(api) ? 'anthropic' : 'openai';
      gateway.take(new Exchange(context, req, res, wire, noProvider, headers, grant, path, id), api);
    };
    this.withGrant(key, admit, refuse);
  }

  /** A provider's door: reports of calls are ours (`/oai/v1/log`), the rest is the provider's. */
  private enterDoor(
    req: IncomingMessage,
    res: ServerResponse,
    headers: RequestHeaders,
    door: Door,
    path: string,
  ): void {
    if (door.provider === undefined || !isLogPath(path)) return this.enter(req, res, headers, door, path);
    this.enterLog(req, res, headers, { kind: 'report', provider: door.provider.id }, door.wire);
  }

  private enterLog(
    req: IncomingMessage,
    res: ServerResponse,
    headers: RequestHeaders,
    door: LogDoor,
    wire: Wire,
  ): void {
    const refuse = (error: CodedError) => {
      this.countRefused(error);
      if (!res.destroyed) sendLogError(req, res, door, wire, error);
    };
    const key = takeUnifiedKey(headers, undefined);
    if (key === undefined) return refuse(noUnifiedKey);
    const admit = (grant: KeyGrant | null) => {
      if (grant === null) return refuse(badKey);
      if (grant.permissions === 'r') return refuse(readOnlyKey);
      if (!res.destroyed) this.manualLogger.take(req, res, headers, grant, door, wire);
    };
    this.withGrant(key, admit, (error) => refuse(codedOr(error, 'The key could not be checked.')));
  }

  /** At once where the key is known, so that nothing of the request is read late. */
  private withGrant(
    key: string,
    admit: (grant: KeyGrant | null) => void,
    refuse: (error: unknown) => void,
  ): void {
    const found = this.dependencies.keys.find(key);
    if (found === null || !(found instanceof Promise)) admit(found);
    else found.then(admit, refuse);
  }

  private enter(
    req: IncomingMessage,
    res: ServerResponse,
    headers: RequestHeaders,
    door: Door,
    keyedPath: string,
  ): void {
    const { path, key: pathKey } = takePathKey(keyedPath);
    const key = takeKey(headers, pathKey);
    if (key === undefined) return this.refuse(req, res, door.wire, noKey);
    const found = this.dependencies.keys.find(key);
    if (found === null || !(found instanceof Promise))
      return this.admit(req, res, headers, door, path, found);
    found.then(
      (grant) => this.admit(req, res, headers, door, path, grant),
      (error: unknown) => this.refuse(req, res, door.wire, codedOr(error, 'The key could not be checked.')),
    );
  }

  private admit(
    req: IncomingMessage,
    res: ServerResponse,
    headers: RequestHeaders,
    door: Door,
    path: string,
    grant: KeyGrant | null,
  ): void {
    if (grant === null) return this.refuse(req, res, door.wire, badKey);
    if (grant.permissions === 'r') return this.refuse(req, res, door.wire, readOnlyKey);
    const { context } = this.dependencies;
    if (context.rejectWhenFull && context.spool.full) return this.refuse(req, res, door.wire, spoolFull);
    if (res.destroyed) return;

    const id = headers.requestId ?? uuidV7();
    const route = this.dependencies.targets.find(door, headers);
    const exchange = new Exchange(context, req, res, route.wire, route.providerId, headers, grant, path, id);
    if (headers.features !== undefined || grant.limited === true) {
      if (this.takeLongWay(exchange, door, route)) return;
    }
    const fault = headers.fault ?? route.fault ?? this.tooLarge(headers);
    if (fault !== undefined || route.target === undefined)
      return exchange.fail(fault ?? this.dependencies.doors.unknownDoor());
    exchange.origin = route.target.origin;
    const rewritten = route.rewrites === undefined ? path : rewriteProviderPath(route.rewrites, path);
    exchange.upstreamPath = joinPath(route.target, rewritten);
    this.send(exchange, context.pools.get(route.target));
  }

  /** Whether the call asks for a feature, and was taken there. */
  private takeLongWay(exchange: Exchange, door: Door, route: TargetRoute): boolean {
    const { headers, grant, path, req } = exchange;
    const features = headers.features ?? noFeatures;
    if (features.redactPii) exchange.facts = { redact: true };
    const head: CallHead = { door, headers, features, grant, method: req.method ?? 'GET', path };
    const { longWay } = this.dependencies;
    const stages = longWay.stagesOf(head);
    if (stages === undefined) return false;
    const noTarget = features.fallbacks === undefined ? route.fault : undefined;
    const fault = headers.fault ?? noTarget ?? this.tooLarge(headers);
    if (fault !== undefined) exchange.fail(fault);
    else longWay.send(exchange, head, stages, route);
    return true;
  }

  private tooLarge(headers: RequestHeaders): CodedError | undefined {
    const { maxBody } = this.dependencies.context;
    return headers.contentLength > maxBody ? bodyTooLarge(maxBody) : undefined;
  }

  /** Small bodies go in one piece, others as they arrive. */
  private send(exchange: Exchange, pool: Pool): void {
    const { req, res, headers } = exchange;
    if (!headers.hasBody) return exchange.dispatch(pool, null);
    if (expectsContinue(req)) res.writeContinue();
    const { maxBody } = this.dependencies.context;
    if (headers.contentLength >= 0 && headers.contentLength <= smallBody) return collect(exchange, pool);
    if (headers.contentLength >= 0) headers.upstream.push('content-length', String(headers.contentLength));
    const body = new UploadBody(
      req,
      maxBody,
      (chunk) => exchange.request.add(chunk),
      () => exchange.fail(bodyTooLarge(maxBody)),
    );
    exchange.dispatch(pool, body);
  }

  /** Answers without an exchange: there is no organisation to log it for. */
  private refuse(req: IncomingMessage, res: ServerResponse, wire: Wire | undefined, error: CodedError): void {
    this.countRefused(error);
    if (res.destroyed) return;
    sendError(req, res, wire ?? 'openai', error);
  }

  private countRefused({ status }: CodedError): void {
    if (status === 401 || status === 403) this.dependencies.context.metrics.refused++;
  }
}

const codedOr = (error: unknown, message: string): CodedError =>
  error instanceof CodedError ? error : new CodedError('proxy/fault', message);

function collect(exchange: Exchange, pool: Pool): void {
  const { req, request, headers } = exchange;
  let body: Buffer | undefined;
  req.on('data', (chunk: Buffer) => {
    request.add(chunk);
    body = body === undefined ? chunk : Buffer.concat([body, chunk]);
    if (body.length === headers.contentLength) exchange.dispatch(pool, body);
  });
}

const expectsContinue = (req: IncomingMessage) => req.headers.expect?.toLowerCase() === '100-continue';

/** Clients that take us for a forward proxy send whole URLs; the path and query are what counts. */
function originForm(url: string): string {
  if (url.charCodeAt(0) === slash) return url;
  const [scheme] = /^https?:\/\//i.exec(url) ?? [];
  if (scheme === undefined) return url;
  const path = url.slice(scheme.length).search(/[/?]/);
  if (path < 0) return '/';
  const rest = url.slice(scheme.length + path);
  return rest.startsWith('/') ? rest : `/${rest}`;
}
