import { redactPath } from '../doors/path-key.js';
import { decodeValue } from '../headers/decode-value.js';
import type { RequestHeaders } from '../headers/request-headers.js';
import type { CallFacts } from '../pipeline/call-facts.js';
import type { Exchange } from './exchange.js';

const milliseconds = (duration: number) => Math.round(duration * 1000) / 1000;

const text = (name: string, value: string | undefined) =>
  value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`;
const flag = (name: string, value: boolean) => (value ? `,"${name}":true` : '');

/** Where an event of the call is sent to, once its row is written. */
const posthogJson = ({ posthogKey, posthogHost }: RequestHeaders) =>
  posthogKey === undefined ? '' : `,"posthog":${JSON.stringify({ key: posthogKey, host: posthogHost })}`;

/** The prompt that was put in, else the one that the headers tie the call to. */
function promptJson({ headers, facts }: Exchange): string {
  if (facts?.promptId !== undefined) return text('promptId', facts.promptId);
  if (headers.promptDeactivated) return '';
  return text('promptId', headers.promptId) + text('promptVersion', headers.promptVersion);
}

/** What features found out, behind what every record has. */
function factsJson({ promptId: _written, ...facts }: CallFacts): string {
  const json = JSON.stringify(facts);
  return json === '{}' ? '' : `,${json.slice(1, -1)}`;
}

/**
 * The record of a finished exchange as the JSON of a `LogRecordMeta`. Put together by hand: on every request this is
 * a third of the cost of an object and `JSON.stringify`.
 */
export function exchangeMetaJson(exchange: Exchange): string {
  const { headers, request, response, reply, grant, startedAt } = exchange;
  const ttft =
    exchange.streaming && exchange.firstByteAt > 0 ? milliseconds(exchange.firstByteAt - startedAt) : null;
  return (
    `{"v":1,"id":${JSON.stringify(exchange.id)},"org":"${grant.org}","keyId":"${grant.keyId}"` +
    `,"createdAt":${exchange.createdAt},"latencyMs":${milliseconds(exchange.endedAt - startedAt)},"ttftMs":${ttft}` +
    `,"status":${exchange.status},"method":"${exchange.req.method}","provider":"${exchange.providerId}"` +
    `,"reqBytes":${request.bytes},"resBytes":${response.bytes},"source":"proxy"` +
    text('path', redactPath(exchange.path)) +
    text('targetUrl', exchange.origin + redactPath(exchange.upstreamPath)) +
    text('providerName', headers.targetProvider) +
    text('userId', headers.userId) +
    text('modelOverride', headers.modelOverride) +
    promptJson(exchange) +
    (headers.properties === undefined ? '' : `,"properties":${JSON.stringify(headers.properties)}`) +
    text('referrer', headers.referrer === undefined ? undefined : redactPath(decodeValue(headers.referrer))) +
    text('countryCode', headers.country) +
    text('reqType', headers.contentType) +
    text('resType', reply.contentType) +
    text('reqEncoding', headers.contentEncoding) +
    text('resEncoding', reply.contentEncoding) +
    flag('reqTruncated', request.truncated) +
    flag('resTruncated', response.truncated) +
    flag('omitRequest', headers.omitRequest) +
    flag('omitResponse', headers.omitResponse) +
    posthogJson(headers) +
    text('error', exchange.error) +
    (exchange.facts === undefined ? '' : factsJson(exchange.facts)) +
    '}'
  );
}
