import type { Usage } from '@heliostat/contracts';
import { readCall } from '@heliostat/llm';
import { costOf } from '@heliostat/models';
import type { Exchange } from '../forward/exchange.js';
import type { CallOutcome } from './call.js';

/**
 * What became of a call. Its chunks are those of the record and are given back once the listeners have returned: who
 * keeps them keeps a copy of the list. Usage is what the log will say, and costs as much to read.
 */
export function outcomeOf(exchange: Exchange): CallOutcome {
  const { request, response, reply, facts } = exchange;
  const chunks = response.truncated ? undefined : response.chunks.slice();
  let read: { usage: Usage | null; model: string | null } | undefined;
  const reading = () => (read ??= readExchange(exchange, request.chunks, response.chunks));
  return {
    status: exchange.status,
    complete: exchange.complete,
    contentType: reply.contentType,
    contentEncoding: reply.contentEncoding,
    chunks,
    usage: () => facts?.usage ?? reading().usage,
    costNanoUsd() {
      const usage = facts?.usage ?? reading().usage;
      if (usage === null) return null;
      // What the installation pays costs what its provider was asked for, whatever the client calls it.
      const override = facts?.passthroughBilling === true ? undefined : exchange.headers.modelOverride;
      const model = override ?? facts?.model ?? reading().model;
      const cost = costOf({ provider: exchange.providerId, model, usage, at: exchange.createdAt });
      return cost.known ? cost.nanoUsd : null;
    },
  };
}

/** What a call used by its reply so far, or as counted from a request that stands in the place of the client's. */
export const usageOf = (exchange: Exchange, request: readonly Uint8Array[]): Usage | null =>
  readExchange(exchange, request, exchange.response.chunks).usage;

function readExchange(
  exchange: Exchange,
  request: readonly Uint8Array[],
  response: readonly Uint8Array[],
): { usage: Usage | null; model: string | null } {
  const { headers, reply, facts } = exchange;
  return readCall({
    provider: facts?.bodyProvider ?? exchange.providerId,
    path: exchange.path,
    targetUrl: exchange.origin + exchange.upstreamPath,
    method: exchange.req.method,
    request: Buffer.concat(request),
    response: Buffer.concat(response),
    reqType: headers.contentType,
    resType: reply.contentType,
    reqEncoding: headers.contentEncoding,
    resEncoding: reply.contentEncoding,
    status: exchange.status,
    modelOverride: headers.modelOverride,
    truncated: { request: exchange.request.truncated, response: exchange.response.truncated },
  });
}
