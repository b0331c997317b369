import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { pseudoStatus } from '@heliostat/contracts';
import type { Wire } from '@heliostat/llm';
import { CodedError } from '@heliostat/platform';
import type { Dispatcher } from 'undici';
import type { KeyGrant } from '../auth/key-store.js';
import { errorBody } from '../errors/provider-error.js';
import { linger } from '../errors/send-error.js';
import { spoolFull } from '../errors/spool-full.js';
import type { RequestHeaders } from '../headers/request-headers.js';
import { isStreamType, readResponseHeaders, ResponseHeaders } from '../headers/response-headers.js';
import { STATUS_CODES } from '../server/node-http.js';
import type { SpoolRecord } from '../spool/spool.js';
import type { CallFacts } from '../pipeline/call-facts.js';
import type { StageReply } from '../pipeline/stage.js';
import { CappedCopy } from '../tee/capped-copy.js';
import { findTerminalMarker } from '../tee/terminal-marker.js';
import { exchangeMetaJson } from './exchange-meta.js';
import type { ForwardContext } from './forward-context.js';
import { increased, type PoolSettings } from './origin-pools.js';
import type { ReplyAdditions } from './reply-additions.js';
import { upstreamError } from './upstream-error.js';

/** How long the end of a stream waits for the provider to close it, before the record is written without that. */
const terminalWaitMs = 50;
const empty = Buffer.alloc(0);
const ignore = () => {};
const cancelled = new CodedError('proxy/cancelled', 'The client left before its reply was complete.', 499);
const unsendable = new CodedError('proxy/fault', 'The gateway failed on the reply to this request.', 500);

/**
 * One call from its authentication to its record: undici's handler of the provider's reply, the writer of the
 * client's, and the source of the spool's frame. The last byte of a reply is held until the record is written.
 */
export class Exchange implements Dispatcher.DispatchHandler, SpoolRecord {
  readonly createdAt = Date.now();
  readonly startedAt = performance.now();
  readonly request: CappedCopy;
  readonly response: CappedCopy;
  /** URL asked, set once the target is known. */
  origin = '';
  upstreamPath = '';
  status = 0;
  error: string | undefined = undefined;
  reply = new ResponseHeaders();
  firstByteAt = 0;
  endedAt = 0;
  streaming = false;
  /** What features found out, on calls that asked for one. */
  facts: CallFacts | undefined = undefined;
  /** What features add to the reply, on calls that take the long way. */
  additions: ReplyAdditions | undefined = undefined;

  private controller: Dispatcher.DispatchController | undefined = undefined;
  private statusText: string | undefined = undefined;
  /** Bytes of the reply still to come, -1 when unknown. */
  private remaining = -1;
  private held: Buffer[] = [];
  private trailers: Record<string, string> | undefined = undefined;
  private timer: NodeJS.Timeout | undefined = undefined;
  /** The record is complete and waits to be written, or is written. */
  private done = false;
  private released = false;
  /** The record was closed at the stream's own end; what the provider still sends passes unlogged. */
  private tail = false;
  private upstreamEnded = false;
  private cut = false;
  private paused = false;

  constructor(
    readonly context: ForwardContext,
    readonly req: IncomingMessage,
    readonly res: ServerResponse,
    /** The shape of our own errors. */
    readonly wire: Wire,
    public providerId: string,
    readonly headers: RequestHeaders,
    readonly grant: KeyGrant,
    /** Path and query behind the door, without keys. */
    readonly path: string,
    readonly id: string,
  ) {
    this.request = new CappedCopy(context.logMaxBody, grant.org);
    this.response = new CappedCopy(context.logMaxBody, grant.org);
    context.metrics.active++;
    res.on('close', () => this.onClientClosed());
    res.on('error', ignore);
  }

  /** How long the provider may take: longer where the call asks for it. */
  get timeouts(): PoolSettings {
    const { timeouts } = this.context;
    return this.headers.increaseTimeout ? increased(timeouts) : timeouts;
  }

  get org(): string {
    return this.grant.org;
  }

  /** Whether the reply is decided: nothing that comes now changes it. */
  get decided(): boolean {
    return this.done;
  }

  /** Whether the client got the provider's whole reply. */
  get complete(): boolean {
    return this.status >= 100 && !this.cut;
  }

  metaJson(): string {
    return exchangeMetaJson(this);
  }

  /** Sends the request on; the provider's reply comes back by the handler's methods. */
  dispatch(target: Dispatcher, body: Dispatcher.DispatchOptions['body']): void {
    const { req, headers } = this;
    if (this.done) return;
    target.dispatch(
      {
        path: this.upstreamPath,
        method: req.method ?? 'GET',
        headers: headers.upstream,
        body,
        ...this.ownTimeouts(),
      },
      this,
    );
  }

  /** What undici is told where the call's timeouts are not those of all. */
  ownTimeouts(): { headersTimeout: number; bodyTimeout: number } | undefined {
    if (!this.headers.increaseTimeout) return undefined;
    const { firstByteTimeoutMs, idleTimeoutMs } = this.timeouts;
    return { headersTimeout: firstByteTimeoutMs, bodyTimeout: idleTimeoutMs };
  }

  /** Answers with an error of the gateway itself, in the door's shape. */
  fail(error: CodedError): void {
    const { status, message } = error;
    const body = errorBody(this.wire, status, error.code, message);
    this.answer({ status, contentType: 'application/json', chunks: [body], error: message });
  }

  /** Answers in the provider's place. More than one chunk is written one by one, as a stream comes. */
  answer({ status, contentType, contentEncoding, headers = [], chunks, error }: StageReply): void {
    if (this.done) return;
    this.status = status;
    this.error = error;
    this.statusText = undefined;
    this.reply = new ResponseHeaders();
    this.reply.contentType = contentType;
    this.reply.list.push('content-type', contentType, ...headers);
    this.reply.contentEncoding = contentEncoding;
    if (contentEncoding !== undefined) this.reply.list.push('content-encoding', contentEncoding);
    if (chunks.length <= 1) this.reply.list.push('content-length', String(chunks[0]?.length ?? 0));
    this.streaming = isStreamType(contentType);
    this.addOurHeaders();
    this.response.reset();
    for (const chunk of chunks) this.response.add(chunk);
    this.held = chunks.map((chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.upstreamEnded = true;
    this.finish();
    this.controller?.abort(cancelled);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.done) controller.abort(cancelled);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusText?: string,
  ): void {
    // Interim replies (103 Early Hints) are the provider's to us.
    if (status < 200 || this.done) return;
    const raw = controller.rawHeaders;
    this.status = status;
    this.statusText = statusText;
    this.reply = readResponseHeaders(Array.isArray(raw) ? raw : []);
    if (this.req.method !== 'HEAD' && status !== 204 && status !== 304)
      this.remaining = this.reply.contentLength;
    this.streaming = isStreamType(this.reply.contentType);
    this.addOurHeaders();
    this.context.flushSoon(this);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.done) {
      if (this.tail) this.passTail(chunk);
      return;
    }
    if (this.firstByteAt === 0) this.firstByteAt = performance.now();
    this.response.add(chunk);
    if (this.remaining >= 0) {
      this.remaining -= chunk.length;
      if (this.remaining <= 0) {
        this.held.push(chunk);
        return;
      }
    }
    if (this.held.length > 0) {
      this.held.push(chunk);
      return;
    }
    if (this.streaming) {
      const at = findTerminalMarker(chunk);
      if (at >= 0) {
        if (at > 0) this.write(controller, chunk.subarray(0, at));
        this.held.push(at > 0 ? chunk.subarray(at) : chunk);
        this.timer = setTimeout(() => this.closeRecord(), terminalWaitMs);
        return;
      }
    }
    this.write(controller, chunk);
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    this.upstreamEnded = true;
    if (this.done) {
      if (this.tail && this.released) this.res.end();
      return;
    }
    const raw = controller.rawTrailers;
    if (Array.isArray(raw) && raw.length > 0) this.readTrailers(raw);
    this.finish();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.upstreamEnded = true;
    if (this.done) {
      if (this.tail && this.released) this.res.end();
      return;
    }
    // A stream that said its last word is complete, however its connection ends.
    if (this.held.length > 0 && this.remaining < 0) return this.finish();
    const fault = upstreamError(error, this.origin, this.timeouts);
    if (this.status === 0 || !this.res.headersSent) return this.fail(fault);
    this.status = fault.code === 'proxy/idle-timeout' ? pseudoStatus.streamTimeout : pseudoStatus.other;
    this.error = fault.message;
    this.cut = true;
    this.finish();
  }

  /** Sends the reply's headers when nothing of its body came in the turn that brought them. */
  flushHead(): void {
    if (this.done || this.res.headersSent || this.held.length > 0) return;
    if (this.headWritten()) this.res.flushHeaders();
  }

  committed(ok: boolean): void {
    this.released = true;
    try {
      this.settle(ok);
    } catch (error) {
      // Such as a header that is none: an error is better than a client that waits for ever.
      this.answerInstead(unsendable);
      throw error;
    }
  }

  private settle(ok: boolean): void {
    const { context, res } = this;
    context.metrics.active--;
    if (!ok) this.sayUnlogged();
    context.metrics.reply(this.providerId, this.status, (this.endedAt - this.startedAt) / 1000);
    if (this.additions !== undefined) {
      context.metrics.features.count(this.facts, this.additions.degraded);
      this.additions.recorded();
    }
    this.request.release();
    this.response.release();
    if (res.destroyed) return;
    if (!ok && context.rejectWhenFull) this.answerInstead(spoolFull);
    else if (this.cut) res.destroy();
    else this.release();
    if (!this.req.complete) linger(this.req);
  }

  private release(): void {
    const { res, held } = this;
    this.held = [];
    if (!res.headersSent) this.writeHead();
    if (this.trailers !== undefined) res.addTrailers(this.trailers);
    const last = this.upstreamEnded ? (held.pop() ?? empty) : undefined;
    for (const chunk of held) res.write(chunk);
    if (last === undefined) return;
    res.end(last);
    if (res.writableLength > 0) res.socket?.setTimeout(this.context.timeouts.idleTimeoutMs);
  }

  /** The disk may fail at this very record, after the reply's headers were put together. */
  private sayUnlogged(): void {
    this.context.metrics.unlogged++;
    const { list } = this.reply;
    if (!list.includes('helicone-degraded')) list.push('helicone-degraded', 'log');
  }

  /** Answers with an error that is not in the record, in the place of the reply that is. */
  private answerInstead({ status, code, message }: CodedError): void {
    const { res } = this;
    if (res.headersSent) return void res.destroy();
    const body = errorBody(this.wire, status, code, message);
    res.writeHead(status, ['content-type', 'application/json', 'content-length', String(body.length)]);
    res.end(body);
  }

  private onClientClosed(): void {
    clearTimeout(this.timer);
    if (this.done) {
      if (this.tail && !this.upstreamEnded) this.controller?.abort(cancelled);
      return;
    }
    this.status = pseudoStatus.clientCancelled;
    this.error = cancelled.message;
    this.context.metrics.cancelled++;
    this.finish();
    this.controller?.abort(cancelled);
  }

  private finish(): void {
    clearTimeout(this.timer);
    this.done = true;
    this.endedAt = performance.now();
    this.additions?.closing();
    this.context.spool.enqueue(this);
  }

  private closeRecord(): void {
    if (this.done) return;
    this.tail = true;
    this.finish();
  }

  private passTail(chunk: Buffer): void {
    if (this.released) this.res.write(chunk);
    else this.held.push(chunk);
  }

  private write(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.res.headersSent && !this.headWritten()) return;
    if (this.res.write(chunk) || this.paused) return;
    this.paused = true;
    controller.pause();
    // A client that takes nothing for this long has gone without saying so.
    this.res.socket?.setTimeout(this.context.timeouts.idleTimeoutMs);
    this.res.once('drain', () => {
      this.paused = false;
      this.res.socket?.setTimeout(0);
      controller.resume();
    });
  }

  /** False where it cannot be: that may be found out in a turn of which nobody would catch an exception. */
  private headWritten(): boolean {
    try {
      this.writeHead();
      return true;
    } catch {
      this.fail(unsendable);
      return false;
    }
  }

  private writeHead(): void {
    const { res, reply, status, statusText } = this;
    if (this.context.stopping) res.shouldKeepAlive = false;
    try {
      if (statusText) res.writeHead(status, statusText, reply.list);
      else res.writeHead(status, reply.list);
    } catch {
      // Words that cannot stand in a status line: the number says it all. Node remembers them unless told others.
      res.writeHead(status, STATUS_CODES[status] ?? '', reply.list);
    }
  }

  private addOurHeaders(): void {
    const { list } = this.reply;
    list.push('helicone-id', this.headers.requestIdRaw ?? this.id);
    list.push('helicone-status', this.status < 400 ? 'success' : 'failed');
    const degraded = this.context.spool.full ? 'log' : undefined;
    const { additions } = this;
    if (additions === undefined) {
      if (degraded !== undefined) list.push('helicone-degraded', degraded);
      return;
    }
    for (const part of additions.replyHeaders) list.push(part);
    const skipped = degraded === undefined ? additions.degraded : [degraded, ...additions.degraded];
    if (skipped.length > 0) list.push('helicone-degraded', skipped.join(', '));
  }

  private readTrailers(raw: readonly (Buffer | string)[]): void {
    const trailers: Record<string, string> = Object.create(null) as Record<string, string>;
    for (let i = 0; i < raw.length; i += 2) trailers[String(raw[i])] = String(raw[i + 1]);
    this.trailers = trailers;
  }
}
