import { performance } from 'node:perf_hooks';
import { ProviderFault } from '@heliostat/llm';
import { errorMessage, type CodedError } from '@heliostat/platform';
import type { Dispatcher } from 'undici';
import type { Exchange } from '../forward/exchange.js';
import { upstreamError } from '../forward/upstream-error.js';
import { readResponseHeaders, type ResponseHeaders } from '../headers/response-headers.js';
import { badCoding, badReply, enoughSaid, tooLargeReply } from './attempt-errors.js';
import type {
  Attempt,
  AttemptFailure,
  ByteTransform,
  OwnReply,
  ReplyFault,
  TranslatedStream,
} from './attempt.js';
import { createStreamDecoder, decodeReply, isPlain, type StreamDecoder } from './decode-reply.js';
import { heldReplies, tooManyHeld } from './held-replies.js';
import { OwnOpening } from './own-opening.js';
import { bare, isEventStream, passedOn, withHeaders, withoutHeaders } from './reply-headers.js';
import { retryAfterSeconds } from './retry-after.js';

/** Of a reply that goes no further, this much is read to learn what was wrong. */
const maxFailureBytes = 1024 * 1024;
/** A whole reply that is to be translated must fit into memory. */
const maxTranslatedBytes = 64 * 1024 * 1024;
/**
 * How long a stream's head waits for a first word, so that an error in its place can be another provider's chance. Who
 * thinks longer is believed, and what keeps the connection alive meanwhile goes to the client.
 */
const openingMs = 5_000;
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

type Mode = 'waiting' | 'held' | 'opening' | 'passing' | 'whole' | 'stream';

/** undici's handler of one attempt: decides by the status, then passes on, translates, or keeps the reply to itself. */
class AttemptHandler implements Dispatcher.DispatchHandler {
  private mode: Mode = 'waiting';
  private readonly startedAt = performance.now();
  private status = 0;
  private reply: ResponseHeaders | undefined = undefined;
  private chunks: Buffer[] = [];
  private bytes = 0;
  private share: ReturnType<typeof heldReplies.open> | undefined = undefined;
  private transform: ByteTransform | undefined = undefined;
  /** Of a stream that is to be translated and came compressed. */
  private decoder: StreamDecoder | undefined = undefined;
  /** Of a reply in the client's own format. */
  private opening: OwnOpening | undefined = undefined;
  /** Of a stream that is to be translated, until its head goes to the client. */
  private translated: TranslatedStream | undefined = undefined;
  private statusText: string | undefined = undefined;
  private timer: NodeJS.Timeout | undefined = undefined;
  private settled = false;
  /** The client sees nothing of this attempt. */
  private failed = false;

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
    _headers: unknown,
    statusText?: string,
  ): void {
    const { exchange, attempt } = this;
    if (status < 200) return;
    if (exchange.decided) return this.resolve(undefined);
    this.status = status;
    this.statusText = statusText;
    const { translation, own, transform } = attempt;
    const holds = attempt.holds(status);
    if (!holds && translation === undefined && own === undefined && transform === undefined)
      return this.passHead(controller);
    const raw = controller.rawHeaders;
    this.reply = readResponseHeaders(Array.isArray(raw) ? raw : []);
    if (holds) this.mode = 'held';
    else if (translation !== undefined) {
      if (isEventStream(this.reply.contentType)) this.startStream(controller, translation.stream());
      else this.mode = 'whole';
    } else if (own === undefined || !this.startOpening(controller, own)) this.passHead(controller);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.failed) return;
    switch (this.mode) {
      case 'passing':
        return this.exchange.onResponseData(controller, chunk);
      case 'stream':
        return this.decoder === undefined ? this.pass(controller, chunk) : this.decoder.push(chunk);
      case 'opening':
        if (!this.hold(chunk)) return controller.abort(tooManyHeld(chunk));
        return this.lookAt(controller, false);
      case 'held':
        if (!this.hold(chunk)) return controller.abort(enoughSaid);
        // What was wrong is known by now, and the rest may never end.
        if (this.bytes >= maxFailureBytes) controller.abort(enoughSaid);
        return;
      default:
        if (!this.hold(chunk)) return controller.abort(tooManyHeld(chunk));
        if (this.bytes > maxTranslatedBytes) controller.abort(tooLargeReply);
    }
  }

  /** False where calls hold too much together. */
  private hold(chunk: Buffer): boolean {
    this.share ??= heldReplies.open(this.exchange.org);
    if (!this.share.take(chunk.length)) return false;
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    return true;
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    if (this.failed) return;
    switch (this.mode) {
      case 'passing':
        return this.exchange.onResponseEnd(controller);
      case 'stream':
        return this.decoder === undefined ? this.endStream(controller) : this.decoder.end();
      case 'opening':
        return this.lookAt(controller, true);
      case 'held':
        return this.resolve(this.failure(undefined));
      default:
        return this.translateWhole(controller);
    }
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.decoder?.stop();
    if (this.failed) return;
    if (this.settled) {
      this.transform = undefined;
      return this.exchange.onResponseError(_controller, error);
    }
    if (this.exchange.decided) return this.resolve(undefined);
    // A refusal whose body broke off is a refusal all the same.
    if (this.mode === 'held') return this.resolve(this.failure(undefined));
    this.resolve(this.failure(upstreamError(error, this.attempt.origin, this.exchange.timeouts)));
  }

  /** The reply goes to the client as it is, from here on. */
  private passHead(controller: Dispatcher.DispatchController): void {
    const { exchange, attempt } = this;
    attempt.onChosen?.();
    this.mode = 'passing';
    if (attempt.transform !== undefined) this.startTransform(attempt.transform);
    const shown = withoutHeaders(controller, attempt.withholds);
    exchange.onResponseStart(shown, this.status, undefined, this.statusText);
    this.note();
    this.letGo(controller);
  }

  /** What was held goes to the client, and is not kept for as long as the rest may take. */
  private letGo(controller: Dispatcher.DispatchController): void {
    const held = this.chunks;
    this.chunks = [];
    this.resolve(undefined);
    for (const chunk of held) this.exchange.onResponseData(controller, chunk);
  }

  /** False for what cannot be looked into. */
  private startOpening(controller: Dispatcher.DispatchController, { format, events }: OwnReply): boolean {
    const { contentType = '', contentEncoding } = this.reply!;
    const stream = isEventStream(contentType);
    const json = /^application\/(?:[\w.+-]+\+)?json/i.test(contentType);
    if (json && events !== undefined) {
      this.mode = 'whole';
      return true;
    }
    if (!isPlain(contentEncoding) || (!stream && !json && events === undefined)) return false;
    this.mode = 'opening';
    this.opening = new OwnOpening(stream ? 'stream' : json ? 'json' : 'unknown', format);
    this.awaitWord(() => this.passHead(controller));
    return true;
  }

  private lookAt(controller: Dispatcher.DispatchController, ended: boolean): void {
    const found = this.opening!.look(this.chunks, this.bytes, ended);
    if (found === undefined) return;
    clearTimeout(this.timer);
    if (typeof found === 'object') return this.refuse(controller, found, ended);
    if (found === 'reply') {
      this.passHead(controller);
      if (ended) this.exchange.onResponseEnd(controller);
      return;
    }
    this.mode = 'whole';
    if (ended) this.translateWhole(controller);
  }

  /** An error in the place of a reply is a failure like any other: the client has seen nothing of it. */
  private refuse(controller: Dispatcher.DispatchController, fault: ReplyFault, ended: boolean): void {
    const { status, message, type } = fault;
    this.mode = 'held';
    this.status = status;
    this.decoder?.stop();
    this.chunks = [Buffer.from(JSON.stringify({ error: { message, type } }))];
    this.reply!.contentType = 'application/json';
    this.reply!.contentEncoding = undefined;
    this.resolve(this.failure(undefined));
    if (!ended) controller.abort(enoughSaid);
  }

  private awaitWord(begin: () => void): void {
    this.timer = setTimeout(() => {
      if (!this.exchange.decided && !this.settled) begin();
    }, openingMs);
  }

  /** Bytes that are compressed cannot be looked into, and pass. */
  private startTransform(transform: () => ByteTransform): void {
    const reply = this.reply!;
    if (!isEventStream(reply.contentType) || reply.contentEncoding !== undefined || reply.contentLength >= 0)
      return;
    this.mode = 'stream';
    this.transform = transform();
  }

  private startStream(controller: Dispatcher.DispatchController, stream: TranslatedStream): void {
    const encoding = this.reply!.contentEncoding;
    if (!isPlain(encoding)) {
      const { origin } = this.attempt;
      this.decoder = createStreamDecoder(encoding!, controller, {
        data: (paced, chunk) => this.pass(paced, chunk),
        end: () => this.endStream(controller),
        error: () => this.breakOff(controller, badReply(origin, badCoding(encoding))),
      });
      if (this.decoder === undefined) return controller.abort(badReply(origin, badCoding(encoding)));
    }
    this.mode = 'stream';
    this.transform = stream;
    this.translated = stream;
    this.awaitWord(() => this.begin(controller));
  }

  /** The head of a translated stream, and what was said until then. */
  private begin(controller: Dispatcher.DispatchController): void {
    const { exchange, attempt } = this;
    clearTimeout(this.timer);
    this.translated = undefined;
    attempt.onChosen?.();
    const list = passedOn(this.reply!, attempt.withholds);
    list.push('content-type', eventStream, 'cache-control', 'no-cache');
    exchange.onResponseStart(withHeaders(controller, list), this.status, undefined);
    this.note();
    this.letGo(controller);
  }

  private pass(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const out = this.transform?.push(chunk);
    if (this.translated === undefined) {
      if (out !== undefined) this.exchange.onResponseData(controller, out);
    } else this.hear(controller, this.translated, out, false);
  }

  /** Holds what a translated stream says before its first word. */
  private hear(
    controller: Dispatcher.DispatchController,
    stream: TranslatedStream,
    out: Buffer | undefined,
    ended: boolean,
  ): void {
    if (this.exchange.decided) return this.resolve(undefined);
    const fault = stream.fault();
    if (fault !== undefined) {
      clearTimeout(this.timer);
      return this.refuse(controller, fault, ended);
    }
    if (out !== undefined && !this.hold(out)) return this.breakOff(controller, tooManyHeld(out));
    if (ended || stream.opened()) this.begin(controller);
  }

  /** The provider may have ended its reply by then, and say nothing more. */
  private breakOff(controller: Dispatcher.DispatchController, error: CodedError): void {
    this.transform = undefined;
    this.decoder?.stop();
    if (this.translated !== undefined) this.resolve(this.failure(error));
    else this.exchange.onResponseError(controller, error);
    controller.abort(error);
  }

  private endStream(controller: Dispatcher.DispatchController): void {
    const rest = this.transform?.end();
    if (this.translated !== undefined) {
      this.hear(controller, this.translated, rest, true);
      if (this.failed) return;
    } else if (rest !== undefined) this.exchange.onResponseData(controller, rest);
    this.exchange.onResponseEnd(bare(controller));
  }

  private translateWhole(controller: Dispatcher.DispatchController): void {
    const { exchange, attempt } = this;
    const { contentEncoding } = this.reply!;
    const plain = decodeReply(Buffer.concat(this.chunks), contentEncoding);
    if (plain === undefined)
      return this.resolve(this.failure(badReply(attempt.origin, badCoding(contentEncoding))));
    const translation = attempt.translation ?? { whole: attempt.own!.events!, streams: true };
    let body: Buffer;
    try {
      body = translation.whole(plain);
    } catch (error) {
      if (error instanceof ProviderFault && error.status !== undefined)
        return this.refuse(controller, { status: error.status, message: error.message }, true);
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
    this.failed = failure !== undefined;
    clearTimeout(this.timer);
    this.share?.close();
    this.settle(failure);
  }
}
