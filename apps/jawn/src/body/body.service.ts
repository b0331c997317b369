import { type LogRecord } from '@heliostat/contracts';
import { type CallReading, readCall } from '@heliostat/llm';
import { CodedError, type Config } from '@heliostat/platform';
import { ObjectNotFoundError, type ObjectStore } from '@heliostat/stores/objects';
import { decodeFrame } from '@heliostat/stores/segments';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../platform/tokens.js';
import { type BodyLocation, bodyTokenKey, readBodyToken, signBodyToken } from './body-token.js';
import { OBJECTS } from './objects.provider.js';

/** One hour: long enough for an export's page, short enough for a link that leaked. */
const linkMs = 3_600_000;

/** A body that is no text; what it was. */
export type BinaryBody = { _type: 'binary'; content_type: string | null; bytes: number };

/** Both bodies: their JSON, else their text; null where nothing was sent or kept. */
export type Bodies = {
  request: unknown;
  /** A stream's reply is assembled into the provider's shape without streaming. */
  response: unknown;
  /** A stream as it crossed the wire. */
  response_stream?: string;
  /** Bodies longer than the log keeps were cut. */
  truncated?: { request: boolean; response: boolean };
};

/** Full bodies, where they lie: one frame of a segment each. */
@Injectable()
export class BodyService {
  private readonly key: Buffer;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
  ) {
    this.key = bodyTokenKey(config.BETTER_AUTH_SECRET ?? '');
  }

  /** A link to the bodies that works for an hour without any key. */
  signedUrl(location: BodyLocation, now = Date.now()): string {
    return `${this.config.publicUrl}/api/v1/request/body/${signBodyToken(this.key, location, now + linkMs)}`;
  }

  /** Reads by a link's token. Throws 403 for a forged or an expired one, 410 when retention has dropped the bodies. */
  async readByToken(token: string, now = Date.now()): Promise<Bodies> {
    const location = readBodyToken(this.key, token, now);
    if (location === null) throw new CodedError('body/signature', 'This link is not valid', 403);
    if (location === 'expired')
      throw new CodedError('body/expired', 'This link has expired: ask for the request again', 403);
    return this.bodiesOf(await this.record(location));
  }

  /** The record behind a row. Throws 410 when its segment is gone and 500 when it holds something else. */
  async record(location: BodyLocation): Promise<LogRecord> {
    let frame: Buffer;
    try {
      frame = await this.objects.getRange(location.segmentKey, location.offset, location.length);
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
      throw new CodedError('body/gone', 'The bodies of this request have been deleted', 410);
    }
    const record = decodeFrame(frame);
    if (record.meta.org !== location.organizationId || record.meta.id !== location.requestId)
      throw new CodedError('body/mismatch', 'The stored record is not the one of this request', 500);
    return record;
  }

  bodiesOf(record: LogRecord): Bodies {
    const { meta, request, response } = record;
    const reading = readingOf(record);
    return {
      request: shown(reading.requestJson, reading.requestText, request.length, meta.reqType),
      response: shown(reading.responseJson, reading.responseText, response.length, meta.resType),
      ...(reading.isStream && !meta.resEncoding && { response_stream: Buffer.from(response).toString() }),
      ...((meta.reqTruncated || meta.resTruncated) && {
        truncated: { request: meta.reqTruncated === true, response: meta.resTruncated === true },
      }),
    };
  }
}

function readingOf({ meta, request, response }: LogRecord): CallReading {
  return readCall({
    provider: meta.provider,
    path: meta.path,
    targetUrl: meta.targetUrl,
    method: meta.method,
    request,
    response,
    reqType: meta.reqType,
    resType: meta.resType,
    reqEncoding: meta.reqEncoding,
    resEncoding: meta.resEncoding,
    status: meta.status,
    modelOverride: meta.modelOverride,
    truncated: { request: meta.reqTruncated, response: meta.resTruncated },
  });
}

function shown(json: unknown, text: string, bytes: number, type: string | undefined): unknown {
  if (json !== undefined) return json;
  if (text !== '' || bytes === 0) return text === '' ? null : text;
  return { _type: 'binary', content_type: type ?? null, bytes } satisfies BinaryBody;
}

export const isBinary = (body: unknown): body is BinaryBody =>
  typeof body === 'object' && body !== null && '_type' in body && body._type === 'binary';
