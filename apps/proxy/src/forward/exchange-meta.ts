import type { LogRecordMeta } from '@heliostat/contracts';
import { redactPath } from '../doors/path-key.js';
import { decodeValue } from '../headers/decode-value.js';
import type { Exchange } from './exchange.js';

const milliseconds = (duration: number) => Math.round(duration * 1000) / 1000;

/** The record of a finished exchange. Absent things are undefined, which JSON leaves out. */
export function exchangeMeta(exchange: Exchange): LogRecordMeta {
  const { headers, request, response, reply, path } = exchange;
  return {
    v: 1,
    id: exchange.id,
    org: exchange.grant.org,
    keyId: exchange.grant.keyId,
    createdAt: exchange.createdAt,
    latencyMs: milliseconds(exchange.endedAt - exchange.startedAt),
    ttftMs:
      exchange.streaming && exchange.firstByteAt > 0
        ? milliseconds(exchange.firstByteAt - exchange.startedAt)
        : null,
    status: exchange.status,
    method: exchange.req.method ?? '',
    path: redactPath(path),
    targetUrl: exchange.origin + redactPath(exchange.upstreamPath),
    provider: exchange.providerId,
    providerName: headers.targetProvider,
    userId: headers.userId,
    modelOverride: headers.modelOverride,
    promptId: headers.promptId,
    properties: headers.properties,
    referrer: headers.referrer === undefined ? undefined : redactPath(decodeValue(headers.referrer)),
    countryCode: headers.country,
    reqType: headers.contentType,
    resType: reply.contentType,
    reqEncoding: headers.contentEncoding,
    resEncoding: reply.contentEncoding,
    reqBytes: request.bytes,
    resBytes: response.bytes,
    reqTruncated: request.truncated || undefined,
    resTruncated: response.truncated || undefined,
    omitRequest: headers.omitRequest || undefined,
    omitResponse: headers.omitResponse || undefined,
    error: exchange.error,
    source: 'proxy',
  };
}
