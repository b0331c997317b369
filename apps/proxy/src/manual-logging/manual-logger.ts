import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeBody, type Wire } from '@heliostat/llm';
import { CodedError, errorMessage, type Logger } from '@heliostat/platform';
import type { KeyGrant } from '../auth/key-store.js';
import type { ForwardContext } from '../forward/forward-context.js';
import { bodyTooLarge } from '../forward/upload-body.js';
import { readRequestHeaders, type RequestHeaders } from '../headers/request-headers.js';
import { uuidV7 } from '../identity/uuid-v7.js';
import { readBody } from '../pipeline/read-body.js';
import { isProtobuf, readOtlpProtobuf } from '../traces/otlp-protobuf.js';
import { readOtlpTrace } from '../traces/otlp-trace.js';
import { toSpanLog, type SpanLog } from '../traces/span-log.js';
import { checkRequestId } from './log-meta.js';
import type { LogDoor, ReportDoor, TraceDoor } from './log-door.js';
import { parseRecord, readManualLog, type ManualLog } from './manual-log.js';
import { badEncoding, notKept, notPosted } from './manual-log-fault.js';
import { ManualRecord, type ManualRecordFacts } from './manual-record.js';
import { sendLogError } from './send-log-error.js';

type Context = Pick<ForwardContext, 'spool' | 'maxBody' | 'logMaxBody' | 'stopping'>;

/**
 * Takes calls that went to their providers by another way: reports of single ones (`POST /custom/v1/log`,
 * `/oai/v1/log` …) and traces with spans of models (`POST /v1/trace/log`, `/v1/traces`). They go into the
 * spool like calls of the proxy's own, and 200 is said when they lie there: what was acknowledged is not lost. What
 * the spool does not take is answered with 503, whatever `SPOOL_FULL` says.
 */
export class ManualLogger {
  constructor(
    private readonly context: Context,
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes a report whose key is known to be good. `wire` is the shape of errors. */
  take(
    req: IncomingMessage,
    res: ServerResponse,
    headers: RequestHeaders,
    grant: KeyGrant,
    door: LogDoor,
    wire: Wire,
  ): void {
    const { context } = this;
    const refuse = (error: unknown) => {
      if (res.destroyed || res.headersSent) return;
      if (!(error instanceof CodedError))
        this.logger.error({ error: errorMessage(error) }, 'a manual log could not be taken');
      if (error === notPosted) res.setHeader('allow', 'POST');
      const fault =
        error instanceof CodedError
          ? error
          : new CodedError('proxy/fault', 'The gateway failed on this log.');
      sendLogError(req, res, door, wire, fault);
    };
    if (req.method !== 'POST') return refuse(notPosted);
    if (context.spool.full) return refuse(notKept);
    if (headers.contentLength > context.maxBody) return refuse(bodyTooLarge(context.maxBody));
    if (req.headers.expect?.toLowerCase() === '100-continue') res.writeContinue();
    const source = { req, res, org: grant.org, headers, request: unkept, decided: false };
    readBody(source, context.maxBody, refuse, (body, release) => {
      try {
        const plain = decodeBody(body, headers.contentEncoding);
        if (plain === null) throw badEncoding;
        const bytes = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
        const report = { req, res, grant, refuse };
        if (door.kind === 'report') this.takeReport(bytes, report, door);
        else this.takeTrace(bytes, report, door, isProtobuf(headers.contentType));
      } catch (error) {
        refuse(error);
      } finally {
        release();
      }
    });
  }

  private takeReport(body: Buffer, report: Report, { provider }: ReportDoor): void {
    const log = readManualLog(body, this.now());
    const told = headersOf(report.req, log);
    checkRequestId(told.requestIdRaw);
    // The id holds the time of the call, by which it is found quickly.
    const id = told.requestId ?? uuidV7(log.createdAt);
    const answer = Buffer.from(JSON.stringify({ id }));
    const headers = { ...json, 'content-length': answer.length, 'helicone-id': told.requestIdRaw ?? id };
    this.keep([{ log, headers: told, provider, id, source: 'manual' }], report, () =>
      report.res.writeHead(200, headers).end(answer),
    );
  }

  private takeTrace(body: Buffer, report: Report, { answer }: TraceDoor, binary: boolean): void {
    const now = this.now();
    const logs = readOtlpTrace(binary ? readOtlpProtobuf(body) : parseRecord(body, traceShape))
      .map((span) => toSpanLog(span, now))
      .filter((log): log is SpanLog => log !== undefined);
    if (logs.length * bytesOf(report.req.rawHeaders) > maxHeaderBytes) throw tooManyCopies;
    const calls = logs.map((log): Call => {
      const { id } = log;
      return { log, headers: headersOf(report.req, log), provider: undefined, id, source: 'otel' };
    });
    this.keep(calls, report, () => {
      if (answer === 'nothing') report.res.writeHead(204).end();
      // An `ExportTraceServiceResponse` without a partial success has no bytes.
      else if (binary) report.res.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      else report.res.writeHead(200, json).end('{"partialSuccess":{}}');
    });
  }

  /** Puts all calls into the spool, and acknowledges them once the last of them lies there. */
  private keep(calls: readonly Call[], { res, grant, refuse }: Report, acknowledge: () => void): void {
    const { context } = this;
    const maxBody = context.logMaxBody;
    let waiting = calls.length;
    let allKept = true;
    const settle = () => {
      if (!allKept) return refuse(notKept);
      if (res.destroyed) return;
      if (context.stopping) res.shouldKeepAlive = false;
      acknowledge();
    };
    const onDone = (kept: boolean) => {
      allKept &&= kept;
      if (--waiting === 0) settle();
    };
    if (calls.length === 0) return settle();
    for (const call of calls) context.spool.enqueue(new ManualRecord({ ...call, grant, maxBody }, onDone));
  }
}

type Report = {
  req: IncomingMessage;
  res: ServerResponse;
  grant: KeyGrant;
  refuse: (error: unknown) => void;
};
type Call = Omit<ManualRecordFacts, 'grant' | 'maxBody'>;

const json = { 'content-type': 'application/json' };
const traceShape = '{"resourceSpans": [{"resource", "scopeSpans": [{"spans": [...]}]}]} (OTLP)';

/** Each call of a trace keeps what the headers say: users, properties. */
const maxHeaderBytes = 64 * 1024 * 1024;
const tooManyCopies = new CodedError(
  'manual-log/too-many-spans',
  'These are too many spans for headers of this size, which are kept with each of them. Send the trace in parts, or shorter headers.',
  413,
);
const bytesOf = (list: readonly string[]) => list.reduce((sum, text) => sum + text.length, 0);

/** The report itself is no body of the call. */
const unkept = { add: () => {} };

/**
 * Headers of the request and of the call's own `meta`, which is nearer to the call than what its sender's client adds
 * to every request.
 */
function headersOf(req: IncomingMessage, { meta }: ManualLog): RequestHeaders {
  const told = readRequestHeaders([...req.rawHeaders, ...meta]);
  if (told.fault !== undefined) throw told.fault;
  return told;
}
