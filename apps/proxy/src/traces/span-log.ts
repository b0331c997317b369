import { findProviderBySlug, type Json } from '@heliostat/llm';
import { checkMeta } from '../manual-logging/log-meta.js';
import { readTiming, type LogTiming } from '../manual-logging/log-timing.js';
import type { ManualLog } from '../manual-logging/manual-log.js';
import { faultAt } from '../manual-logging/manual-log-fault.js';
import type { Span } from './otlp-trace.js';
import { conventionMessages, indexedMessages } from './span-messages.js';

/** A model's call out of a trace. Its id follows from the span: a trace that is sent twice is in the log once. */
export type SpanLog = ManualLog & { id: string };

/** Operations whose spans stand around calls of models, which have spans of their own. */
const notCalls = ['invoke_agent', 'create_agent', 'execute_tool'];
/** What `withProperties` of Helicone's async loggers, and Traceloop's, set. */
const association = 'traceloop.association.properties.';
const ours = /^heli(?:cone|ostat)-/i;
/** Names of OpenTelemetry and of OpenLLMetry that are not the registry's. */
const systems: Record<string, string> = {
  aws: 'bedrock',
  'aws.bedrock': 'bedrock',
  'az.ai.openai': 'azure',
  'az.ai.inference': 'azure',
  'azure.ai.openai': 'azure',
  'azure.ai.inference': 'azure',
  'gcp.gemini': 'google-ai-studio',
  'gcp.gen_ai': 'google-ai-studio',
  'gcp.vertex_ai': 'vertex',
  vertex_ai: 'vertex',
  vertexai: 'vertex',
  mistral_ai: 'mistral',
  mistralai: 'mistral',
  x_ai: 'xai',
  together_ai: 'together',
};

/**
 * The call that a span tells of, undefined for a span of anything but a model. Throws 400 for an impossible time, and
 * for messages that are nested too deeply to be written again.
 */
export function toSpanLog(span: Span, now: number): SpanLog | undefined {
  try {
    return readSpan(span, now);
  } catch (error) {
    throw error instanceof RangeError ? faultAt(span.path, 'is nested too deeply.') : error;
  }
}

function readSpan(span: Span, now: number): SpanLog | undefined {
  const { attributes } = span;
  const asked = textOf(attributes, 'gen_ai.request.model', 'llm.request.model');
  const answered = textOf(attributes, 'gen_ai.response.model', 'llm.response.model');
  const operation = textOf(attributes, 'gen_ai.operation.name', 'llm.request.type');
  if ((asked ?? answered) === undefined || notCalls.includes(operation ?? '')) return undefined;
  const response = span.failed ? failureOf(span) : replyOf(span, answered);
  return {
    ...timeOf(span, now),
    id: `${span.traceId}-${span.spanId}`,
    url: 'otel',
    provider: providerOf(attributes),
    meta: metaOf(span),
    request: toBytes(requestOf(attributes, asked ?? answered, operation)),
    response: toBytes(response),
    responseType: 'application/json',
    status: statusOf(span),
    model: undefined,
  };
}

const toBytes = (value: Json) => Buffer.from(JSON.stringify(value));

function textOf(attributes: ReadonlyMap<string, unknown>, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = attributes.get(name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function numberOf(attributes: ReadonlyMap<string, unknown>, ...names: string[]): number | undefined {
  for (const name of names) {
    const value = attributes.get(name);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  }
  return undefined;
}

function timeOf(span: Span, now: number): LogTiming {
  try {
    return readTiming(timingOf(span), now);
  } catch {
    throw faultAt(
      `${span.path}.startTimeUnixNano`,
      'must lie within the last eight years, and at most 24 days before endTimeUnixNano.',
    );
  }
}

function timingOf({ startedAt, endedAt, attributes }: Span): Json {
  const moment = (at: number) => ({ seconds: 0, milliseconds: Math.round(at * 1000) / 1000 });
  const firstToken = numberOf(
    attributes,
    'gen_ai.server.time_to_first_token',
    'gen_ai.response.time_to_first_chunk',
  );
  return {
    startTime: moment(startedAt),
    endTime: moment(endedAt),
    // Stated in seconds.
    timeToFirstToken: firstToken === undefined ? undefined : Math.max(0, firstToken * 1000),
  };
}

function statusOf({ attributes, failed }: Span): number {
  const stated = numberOf(attributes, 'http.response.status_code', 'http.status_code');
  const known = stated !== undefined && Number.isInteger(stated) && stated >= 100 && stated <= 599;
  if (known && stated >= 400 === failed) return stated;
  return failed ? 500 : 200;
}

function providerOf(attributes: ReadonlyMap<string, unknown>): string | undefined {
  const named = textOf(attributes, 'gen_ai.provider.name', 'gen_ai.system', 'llm.system')?.toLowerCase();
  if (named === undefined) return undefined;
  return Object.hasOwn(systems, named) ? systems[named] : findProviderBySlug(named)?.id;
}

function requestOf(
  attributes: ReadonlyMap<string, unknown>,
  model: string | undefined,
  operation: string | undefined,
): Json {
  const own = conventionMessages(attributes.get('gen_ai.input.messages'));
  const messages = own.length > 0 ? own : indexedMessages(attributes, 'gen_ai.prompt.');
  const texts = messages.map(({ content }) => content);
  const isText = operation === 'completion' || operation === 'text_completion';
  const isEmbedding = operation === 'embedding' || operation === 'embeddings';
  return defined({
    model,
    ...(messages.length > 0 &&
      (isText ? { prompt: texts.join('\n') } : isEmbedding ? { input: texts } : { messages })),
    max_tokens: numberOf(attributes, 'gen_ai.request.max_tokens', 'llm.request.max_tokens'),
    temperature: numberOf(attributes, 'gen_ai.request.temperature', 'llm.temperature'),
    top_p: numberOf(attributes, 'gen_ai.request.top_p', 'llm.top_p'),
    stream: attributes.get('llm.is_streaming') ?? attributes.get('gen_ai.is_streaming'),
  });
}

/** The reply as OpenAI words it, whoever gave it. */
function replyOf({ attributes }: Span, model: string | undefined): Json {
  const own = conventionMessages(attributes.get('gen_ai.output.messages'));
  const messages = own.length > 0 ? own : indexedMessages(attributes, 'gen_ai.completion.');
  const choices = messages.map(({ finish_reason: reason, ...message }, index) => ({
    index,
    message: { role: 'assistant', ...message },
    ...(reason !== undefined && { finish_reason: reason }),
  }));
  return defined({
    id: textOf(attributes, 'gen_ai.response.id'),
    model,
    choices: choices.length > 0 ? choices : undefined,
    usage: usageOf(attributes),
  });
}

function usageOf(attributes: ReadonlyMap<string, unknown>): Json | undefined {
  const input = numberOf(
    attributes,
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.prompt_tokens',
    'llm.usage.prompt_tokens',
  );
  const output = numberOf(
    attributes,
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
    'llm.usage.completion_tokens',
  );
  if (input === undefined && output === undefined) return undefined;
  const cached = numberOf(
    attributes,
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
  );
  return {
    prompt_tokens: input ?? 0,
    completion_tokens: output ?? 0,
    total_tokens: (input ?? 0) + (output ?? 0),
    ...(cached !== undefined && { prompt_tokens_details: { cached_tokens: cached } }),
  };
}

function failureOf({ attributes, message }: Span): Json {
  const words = message ?? textOf(attributes, 'exception.message', 'error.message', 'error.type');
  return { error: { message: words ?? 'The span ended with an error.' } };
}

/** Users, sessions and properties as headers of ours. */
function metaOf({ attributes, path }: Span): string[] {
  const meta: string[] = [];
  const put = (name: string, value: unknown) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      meta.push(name, Buffer.from(String(value)).toString('latin1'));
  };
  put('Helicone-User-Id', textOf(attributes, 'enduser.id', 'user.id', 'gen_ai.user', 'llm.user'));
  put('Helicone-Session-Id', textOf(attributes, 'session.id', 'gen_ai.conversation.id'));
  for (const [key, value] of attributes) {
    if (!key.startsWith(association) || key.length === association.length) continue;
    const name = key.slice(association.length);
    // Every span of a trace has the same: they say nothing about the single call.
    if (/^helicone-(?:auth|request-id)$/i.test(name)) continue;
    put(ours.test(name) ? name : `Helicone-Property-${name}`, value);
  }
  checkMeta(meta, `${path}.attributes`);
  return meta;
}

const defined = (parts: Json): Json =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
