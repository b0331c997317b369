import { pseudoStatus, type Usage } from '@heliostat/contracts';
import { estimatePromptTokens, estimateReplyTokens, isModelRequest } from '../estimate/estimate-tokens.js';
import { isRecord, record, text, type Json } from '../json/json-value.js';
import { readJsonArrayChunks } from '../stream/json-array-chunks.js';
import { buildUsage } from '../usage/usage-builder.js';
import { readReplyUsage, readUsageObject } from '../usage/read-usage.js';
import type { CallInput, CallReading } from './call-reading.js';
import { readRequestBody, readResponseBody, type BodyReading } from './read-bodies.js';
import { errorOfReply, finishReasonOf, idOfReply, modelOfPath, modelOfReply } from './reply-facts.js';

/** Paths whose requests look like a model's but are not answered by one, or are billed elsewhere. */
const notAnswered =
  /count_?tokens|\/moderations|\/batches|\/files|fine.?tun|tokenize|\/rerank|\/vector_stores|\/models\/?(\?|$)/i;
/** Making, reading or cancelling a batch: what it used is counted by its results, which are logged one by one. */
const batchPath = /\/batches(?:\/[^/?]+(?:\/(?:cancel|results))?)?\/?(?:\?|$)/;
const streamPath = /streamGenerateContent|converse-stream|invoke-with-response-stream|streamRawPredict/;
const emptyReply: Json = {};

/** The usage object inside a reply that was cut before its end, if it came early enough. */
function usageInCutText(body: string, provider: string): Usage | null {
  const at = Math.max(body.lastIndexOf('"usage"'), body.lastIndexOf('"usageMetadata"'));
  if (at < 0) return null;
  return readUsageObject(readJsonArrayChunks(body.slice(at, at + 4096))[0], provider);
}

function wasCut(input: CallInput, side: 'request' | 'response'): boolean {
  return typeof input.truncated === 'object' ? input.truncated[side] === true : input.truncated === true;
}

/** Usage by the reply's own word; counted here where it says nothing and a model did answer. */
function usageOf(
  input: CallInput,
  request: BodyReading,
  response: BodyReading,
  model: string | undefined,
  error: string | undefined,
): Usage | null {
  if (input.method === 'GET' || input.method === 'DELETE' || batchPath.test(input.path)) return null;
  const { provider, status } = input;
  const cut = wasCut(input, 'response') && response.json === undefined;
  const stated = cut ? usageInCutText(response.text, provider) : readReplyUsage(response.json, provider);
  if (stated && (response.stream?.usageFinal ?? true)) return stated;
  if (input.source !== undefined && input.source !== 'proxy') return stated;

  const streamed = response.stream !== undefined && response.stream !== null;
  const broken =
    status === pseudoStatus.clientCancelled ||
    status === pseudoStatus.streamTimeout ||
    (status === pseudoStatus.other && streamed);
  if (!broken && (status < 200 || status > 299)) return stated;
  if (error !== undefined && !streamed) return stated;
  if (stated) {
    const output = Math.max(stated.output, estimateReplyTokens(response.json, model));
    return { ...stated, output, estimated: true };
  }
  const reply = isRecord(response.json) ? response.json : emptyReply;
  if (notAnswered.test(input.path) || !isModelRequest(request.json)) return null;
  if (reply['status'] === 'queued' || (reply['status'] === 'in_progress' && !streamed)) return null;
  return buildUsage({
    input: estimatePromptTokens(request.json, model),
    output: estimateReplyTokens(reply, model),
    estimated: true,
  });
}

function readUnguarded(input: CallInput): CallReading {
  const request = readRequestBody(input.request, input.reqType, input.reqEncoding);
  const response = readResponseBody(input.response, input.resType, input.resEncoding, input.path);
  const asked = record(request.json);
  const reply = isRecord(response.json) ? response.json : emptyReply;
  const error = errorOfReply(response.json, input.status, response.text);
  const requestModel = text(asked['model']) ?? modelOfPath(input.path) ?? modelOfPath(input.targetUrl ?? '');
  const responseModel = modelOfReply(reply);
  const model = text(input.modelOverride) ?? responseModel ?? requestModel;
  const responseId = idOfReply(reply);
  const finishReason = finishReasonOf(reply);
  const unfinished = input.status < 0;
  const malformed: NonNullable<CallReading['malformed']> = {};
  if (request.malformed && !wasCut(input, 'request')) malformed.request = true;
  if (response.malformed && !wasCut(input, 'response') && !unfinished) malformed.response = true;

  return {
    model: model ?? null,
    requestModel: requestModel ?? null,
    responseModel: responseModel ?? null,
    ...(responseId === undefined ? {} : { responseId }),
    isStream:
      response.stream !== undefined ||
      (input.response.length === 0 && (asked['stream'] === true || streamPath.test(input.path))),
    usage: usageOf(input, request, response, model, error),
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(request.json === undefined ? {} : { requestJson: request.json }),
    ...(response.json === undefined ? {} : { responseJson: response.json }),
    requestText: request.text,
    responseText: response.text,
    ...(error === undefined ? {} : { error }),
    ...(malformed.request || malformed.response ? { malformed } : {}),
  };
}

/**
 * Reads one logged call: model, usage, error, texts. Pure and total: it answers for any bytes and never throws.
 * Each body is parsed at most once; the format is told from the content, so that compatible servers, gateways and
 * cloud wrappers of another provider's format are read alike. Counting tokens happens only where the provider
 * states none (`usage.estimated`).
 */
export function readCall(input: CallInput): CallReading {
  try {
    return readUnguarded(input);
  } catch {
    // Nesting beyond the stack is what remains; such a call is logged without a reading.
    return {
      model: input.modelOverride ?? null,
      requestModel: null,
      responseModel: null,
      isStream: false,
      usage: null,
      requestText: '',
      responseText: '',
      malformed: { request: true, response: true },
    };
  }
}
