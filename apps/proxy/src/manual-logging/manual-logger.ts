import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeBody, type Wire } from '@heliostat/llm';
import { CodedError, errorMessage, type Logger } from '@heliostat/platform';
import type { KeyGrant } from '../auth/key-store.js';
import { sendError } from '../errors/send-error.js';
import type { ForwardContext } from '../forward/forward-context.js';
import { bodyTooLarge } from '../forward/upload-body.js';
import { readRequestHeaders, type RequestHeaders } from '../headers/request-headers.js';
import { uuidV7 } from '../identity/uuid-v7.js';
import { readBody } from '../pipeline/read-body.js';
import { checkRequestId } from './log-meta.js';
import type { LogDoor } from './log-door.js';
import { readManualLog } from './manual-log.js';
import { badEncoding, notKept, notPosted } from './manual-log-fault.js';
import { ManualRecord } from './manual-record.js';

type Context = Pick<ForwardContext, 'spool' | 'maxBody' | 'logMaxBody' | 'stopping'>;

/**
 * Takes calls that went to their providers by another way (`POST /custom/v1/log`, `/oai/v1/log` …). They go into the
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
    { provider }: LogDoor,
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
      sendError(req, res, wire, fault);
    };
    if (req.method !== 'POST') return refuse(notPosted);
    if (context.spool.full) return refuse(notKept);
    if (headers.contentLength > context.maxBody) return refuse(bodyTooLarge(context.maxBody));
    if (req.headers.expect?.toLowerCase() === '100-continue') res.writeContinue();
    const source = { req, res, headers, request: unkept, decided: false };
    readBody(source, context.maxBody, refuse, (body, release) => {
      try {
        this.log(body, { req, res, headers, grant, provider }, refuse);
      } catch (error) {
        refuse(error);
      } finally {
        release();
      }
    });
  }

  private log(
    body: Buffer,
    { req, res, headers, grant, provider }: Report,
    refuse: (error: unknown) => void,
  ): void {
    const { context } = this;
    const plain = decodeBody(body, headers.contentEncoding);
    if (plain === null) throw badEncoding;
    const log = readManualLog(Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength), this.now());
    // What the log's own `meta` says is nearer to the call than what its sender's client adds to every request.
    const told = readRequestHeaders([...req.rawHeaders, ...log.meta]);
    if (told.fault !== undefined) throw told.fault;
    checkRequestId(told.requestIdRaw);
    // The id holds the time of the call, by which it is found quickly.
    const id = told.requestId ?? uuidV7(log.createdAt);
    const maxBody = context.logMaxBody;
    const record = new ManualRecord({ log, headers: told, grant, provider, id, maxBody }, (kept) => {
      if (!kept) return refuse(notKept);
      this.acknowledge(res, id, told.requestIdRaw ?? id);
    });
    context.spool.enqueue(record);
  }

  private acknowledge(res: ServerResponse, id: string, shownId: string): void {
    if (res.destroyed) return;
    if (this.context.stopping) res.shouldKeepAlive = false;
    const body = Buffer.from(JSON.stringify({ id }));
    res.writeHead(200, {
      'content-type': 'application/json',
      'content-length': body.length,
      'helicone-id': shownId,
    });
    res.end(body);
  }
}

type Report = {
  req: IncomingMessage;
  res: ServerResponse;
  headers: RequestHeaders;
  grant: KeyGrant;
  provider: string | undefined;
};

/** The report itself is no body of the call. */
const unkept = { add: () => {} };
