import { performance } from 'node:perf_hooks';
import { CodedError, errorMessage } from '@heliostat/platform';
import type { Dispatcher } from 'undici';
import type { Exchange } from '../forward/exchange.js';
import { upstreamError } from '../forward/upstream-error.js';
import { readResponseHeaders, type ResponseHeaders } from '../headers/response-headers.js';
import type { Attempt, AttemptFailure, ByteTransform } from './attempt.js';
import { heldReplies } from './byte-budget.js';
import { createStreamDecoder, decodeReply, isPlain, type StreamDecoder } from './decode-reply.js';
import { likeController } from './like-controller.js';
import { retryAfterSeconds } from './retry-after.js';

/** Of a reply that goes no further, this much is read to learn what was wrong. */
const maxFailureBytes = 1024 * 1024;
/** A whole reply that is to be translated must fit into memory. */
const maxTranslatedBytes = 64 * 1024 * 1024;
const empty = Buffer.alloc(0);
const eventStream = 'text/event-stream; charset=utf-8';

/**
 * Makes one attempt. Resolves to undefined once its reply goes to the client (or the client has gone), which is when no
 * other attempt may follow, and to the failure where the client has seen nothing of it.
 */
export function makeAttempt(exchange: Exchange, attempt: Attempt): Promise<AttemptFailure | undefined> {
  return new Promise((resolve) => {
    const handler = new AttemptHandler(exchange, attempt, resolve);
    exchange.origin = attempt.origin;
    exchange.upstreamPath = attempt.path;
    exchange.providerId = attempt.providerId;
    const { path, method, headers, body } = attempt;
    try {
      attempt.pool.dispatch({ path, method, headers, body, ...exchange.ownTimeouts() }, handler);
    } catch (error) {
      handler.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
    }
  });
}

type Mode = 'waiting' | 'held' | 'passing' | 'whole' | 'stream';

/** undici's handler of one attempt: decides by the status, then passes on, translates, or keeps the reply to itself. */
class AttemptHandler implements Dispatcher.DispatchHandler {
  private mode: Mode = 'waiting';
  private readonly startedAt = performance.now();
  private status = 0;
  private reply: ResponseHeaders | undefined = undefined;
  private chunks: Buffer[] = [];
  private bytes = 0;
  private transform: ByteTransform | undefined = undefined;
  /** Of a stream that is to be translated and came compressed. */
  private decoder: StreamDecoder | undefined = undefined;
  private settled = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly attempt: Attempt,
    private readonly settle: (failure: AttemptFailure | undefined) => void,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.attempt.onSent?.();
    this.exchange.onRequestStart(controller);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: unknown,
    statusText?: string,
  ): void {
    const { exchange, attempt } = this;
    if (status < 200) return;
    if (exchange.decided) return this.resolve(undefined);
    this.status = status;
    const raw = controller.rawHeaders;
    if (attempt.holds(status)) {
      this.reply = readResponseHeaders(Array.isArray(raw) ? raw : []);
      this.mode = 'held';
      return;
    }
    if (attempt.translation === undefined) {
      attempt.onChosen?.();
      this.mode = 'passing';
      if (attempt.transform !== undefined)
        this.startTransform(Array.isArray(raw) ? raw : [], attempt.transform);
      exchange.onResponseStart(this.shown(controller), status, headers, statusText);
      this.note();
      return this.resolve(undefined);
    }
    this.reply = readResponseHeaders(Array.isArray(raw) ? raw : []);
    if (isEventStream(this.reply.contentType)) this.startStream(controller, attempt.translation.stream());
    else this.mode = 'whole';
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    switch (this.mode) {
      case 'passing':
        return this.exchange.onResponseData(controller, chunk);
      case 'stream':
        return this.decoder === undefined ? this.pass(controller, chunk) : this.decoder.push(chunk);
      case 'held':
        if (!this.hold(chunk)) return controller.abort(enoughSaid);
        // What was wrong is known by now, and the rest may never end.
        if (this.bytes >= maxFailureBytes) controller.abort(enoughSaid);
        return;
      default:
        if (!this.hold(chunk)) return controller.abort(tooManyReplies);
        if (this.bytes > maxTranslatedBytes) controller.abort(tooLargeReply);
    }
  }

  /** False where calls hold too much together. */
  private hold(chunk: Buffer): boolean {
    if (!heldReplies.take(chunk.length)) return false;
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    return true;
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    switch (this.mode) {
      case 'passing':
        return this.exchange.onResponseEnd(controller);
      case 'stream':
        return this.decoder === undefined ? this.endStream(controller) : this.decoder.end();
      case 'held':
        return this.resolve(this.failure(undefined));
      default:
        return this.translateWhole(controller);
    }
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.mode === 'passing' || this.mode === 'stream') {
      this.transform = undefined;
      this.decoder?.stop();
      this.exchange.onResponseError(_controller, error);
      return this.resolve(undefined);
    }
    if (this.exchange.decided) return this.resolve(undefined);
    // A refusal whose body broke off is a refusal all the same.
    if (this.mode === 'held') return this.resolve(this.failure(undefined));
    this.resolve(this.failure(upstreamError(error, this.attempt.origin, this.exchange.timeouts)));
  }

  /** Bytes that are compressed cannot be looked into, and pass. */
  private startTransform(raw: (Buffer | string)[], transform: () => ByteTransform): void {
    const reply = readResponseHeaders(raw);
    if (!isEventStream(reply.contentType) || reply.contentEncoding !== undefined || reply.contentLength >= 0)
      return;
    this.mode = 'stream';
    this.transform = transform();
  }

  private startStream(controller: Dispatcher.DispatchController, transform: ByteTransform): void {
    const { attempt } = this;
    const encoding = this.reply!.contentEncoding;
    if (!isPlain(encoding)) {
      this.decoder = createStreamDecoder(encoding!, controller, {
        data: (paced, chunk) => this.pass(paced, chunk),
        end: () => this.endStream(controller),
        error: () => this.breakOff(controller, badReply(attempt.origin, badCoding(encoding))),
      });
      if (this.decoder === undefined) return controller.abort(badReply(attempt.origin, badCoding(encoding)));
    }
    this.mode = 'stream';
    this.transform = transform;
    attempt.onChosen?.();
    const list = passedOn(this.reply!, attempt.withholds);
    list.push('content-type', eventStream, 'cache-control', 'no-cache');
    this.exchange.onResponseStart(withHeaders(controller, list), this.status, undefined);
    this.note();
    this.resolve(undefined);
  }

  private pass(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const out = this.transform?.push(chunk);
    if (out !== undefined) this.exchange.onResponseData(controller, out);
  }

  /** The provider may have ended its reply by then, and say nothing more. */
  private breakOff(controller: Dispatcher.DispatchController, error: CodedError): void {
    this.transform = undefined;
    this.exchange.onResponseError(controller, error);
    controller.abort(error);
  }

  private endStream(controller: Dispatcher.DispatchController): void {
    const rest = this.transform?.end();
    if (rest !== undefined) this.exchange.onResponseData(controller, rest);
    this.exchange.onResponseEnd(bare(controller));
  }

  private translateWhole(controller: Dispatcher.DispatchController): void {
    const { exchange, attempt } = this;
    const { contentEncoding } = this.reply!;
    const plain = decodeReply(Buffer.concat(this.chunks), contentEncoding);
    if (plain === undefined)
      return this.resolve(this.failure(badReply(attempt.origin, badCoding(contentEncoding))));
    const translation = attempt.translation!;
    let body: Buffer;
    try {
      body = translation.whole(plain);
    } catch (error) {
      return this.resolve(this.failure(badReply(attempt.origin, errorMessage(error))));
    }
    attempt.onChosen?.();
    const list = passedOn(this.reply!, attempt.withholds);
    if (translation.streams) list.push('content-type', eventStream, 'cache-control', 'no-cache');
    else list.push('content-type', 'application/json');
    list.push('content-length', String(body.length));
    const controlled = withHeaders(controller, list);
    exchange.onResponseStart(controlled, this.status, undefined);
    this.note();
    exchange.onResponseData(controlled, body);
    exchange.onResponseEnd(controlled);
    this.resolve(undefined);
  }

  /** The provider's connection without the headers that are not for the client. */
  private shown(controller: Dispatcher.DispatchController): Dispatcher.DispatchController {
    const { withholds } = this.attempt;
    const raw = controller.rawHeaders;
    if (withholds === undefined || !Array.isArray(raw)) return controller;
    const kept: string[] = [];
    for (let i = 0; i < raw.length; i += 2) {
      const name = latin1(raw[i]!);
      if (!withholds(name)) kept.push(name, latin1(raw[i + 1]!));
    }
    return withHeaders(controller, kept);
  }

  /** Every attempt stands in the record, the last one too. */
  private note(): void {
    const { exchange, attempt } = this;
    const facts = (exchange.facts ??= {});
    (facts.attempts ??= []).push({
      provider: attempt.providerId,
      ...(attempt.model === undefined ? {} : { model: attempt.model }),
      status: this.status || -100,
      latencyMs: Math.round(performance.now() - this.startedAt),
      ...(attempt.key === undefined ? {} : { key: attempt.key }),
    });
  }

  private failure(error: CodedError | undefined): AttemptFailure {
    this.note();
    const { body, headers } = this.refusal();
    return {
      attempt: this.attempt,
      status: error === undefined ? this.status : error.status,
      headers,
      body,
      contentType: this.reply?.contentType,
      retryAfterSeconds: retryAfterSeconds(headers, Date.now()),
      error,
      latencyMs: performance.now() - this.startedAt,
    };
  }

  /** What the provider said, without a coding: it is read by us, and nobody asked for one. */
  private refusal(): Pick<AttemptFailure, 'body' | 'headers'> {
    const headers = this.reply?.list ?? [];
    if (this.chunks.length === 0) return { body: empty, headers };
    const body = Buffer.concat(this.chunks);
    const encoding = this.reply?.contentEncoding;
    if (isPlain(encoding)) return { body, headers };
    const plain = decodeReply(body, encoding)?.subarray(0, maxFailureBytes);
    if (plain === undefined) return { body, headers };
    const kept = headers.filter((_, i) => headers[i - (i % 2)]!.toLowerCase() !== 'content-encoding');
    return { body: plain, headers: kept };
  }

  private resolve(failure: AttemptFailure | undefined): void {
    if (this.settled) return;
    this.settled = true;
    heldReplies.giveBack(this.bytes);
    this.settle(failure);
  }
}

const latin1 = (part: Buffer | string): string => (typeof part === 'string' ? part : part.toString('latin1'));

const enoughSaid = new CodedError('proxy/refusal-too-large', 'The refusal is larger than 1 MB.', 502);

const tooManyReplies = new CodedError(
  'proxy/too-many-replies',
  'The gateway holds too many large replies at the moment. Try again in a moment.',
  503,
);

const tooLargeReply = new CodedError(
  'proxy/reply-too-large',
  'The reply of the provider is larger than 64 MB and cannot be translated.',
  502,
);

const badReply = (origin: string, words: string) =>
  new CodedError('proxy/bad-reply', `${origin} answered with what is no reply of its format: ${words}`, 502);

const badCoding = (encoding: string | undefined) => `it is not in the content-encoding ${String(encoding)}`;

const isEventStream = (contentType: string | undefined) =>
  contentType !== undefined &&
  /^(?:text\/event-stream|application\/vnd\.amazon\.eventstream)/i.test(contentType);

/** Of a translated reply's headers those that describe the call, not its bytes. */
function passedOn(reply: ResponseHeaders, withholds: Attempt['withholds']): string[] {
  const list: string[] = [];
  for (let i = 0; i < reply.list.length; i += 2) {
    const name = reply.list[i]!.toLowerCase();
    if (name.startsWith('content-') || name === 'cache-control' || name === 'etag' || name === 'set-cookie')
      continue;
    if (withholds?.(name) === true) continue;
    list.push(reply.list[i]!, reply.list[i + 1]!);
  }
  return list;
}

/** The provider's connection with other headers: what it paces and cuts is the same. */
const withHeaders = (controller: Dispatcher.DispatchController, rawHeaders: string[]) =>
  likeController(controller, { rawHeaders: rawHeaders.map((part) => Buffer.from(part, 'latin1')) });

/** Trailers of a translated stream would speak of bytes that the client never saw. */
const bare = (controller: Dispatcher.DispatchController) => likeController(controller);
