import { isRecord, list, record, type Json } from '../../json/json-value.js';
import type { TargetFacts, WrittenRequest } from '../codec.js';
import { defined } from '../wire/defined.js';
import { DroppedParams } from '../wire/dropped-params.js';
import { gatewayKeys, readImageGeneration } from '../wire/gateway-keys.js';
import { readEffort } from '../wire/reasoning-effort.js';
import { chatDeviations, type ChatDeviations } from './chat-deviations.js';
import { readContent } from './read-chat-part.js';
import { writeContent } from './write-chat-message.js';
import { writeChatReasoning } from './write-chat-reasoning.js';
import { dropRefused } from './write-chat-request.js';

/** OpenAI's models that refuse `max_tokens`. */
const newLimitOnly = /^(o\d|gpt-[5-9])/;

/** Sampling parameters, which reasoning models refuse: a list of supported parameters decides about these alone. */
const sampling = [
  ...['temperature', 'top_p', 'top_k', 'seed', 'stop', 'presence_penalty', 'frequency_penalty'],
  ...['logit_bias', 'logprobs', 'top_logprobs', 'verbosity'],
];

const thoughtFields = ['reasoning', 'reasoning_content', 'reasoning_details'];

function adaptThoughts(message: Json, deviations: ChatDeviations): void {
  if (message['role'] !== 'assistant' || deviations.thoughts === 'reasoning_details') return;
  const plain = message['reasoning_content'] ?? message['reasoning'];
  for (const name of thoughtFields) delete message[name];
  if (deviations.thoughts === 'reasoning_content' && typeof plain === 'string')
    message['reasoning_content'] = plain;
}

/** Whether a content has anything in it that only some providers understand. */
function needsWriting(content: unknown, deviations: ChatDeviations): boolean {
  return list(content).some((entry) => {
    const part = record(entry);
    return (
      (!deviations.cacheControl && part['cache_control'] !== undefined) ||
      (!deviations.documents && part['type'] === 'document') ||
      (!deviations.textParts && part['type'] === 'text')
    );
  });
}

/** One message with what the provider does not understand taken out; the very same object where that is nothing. */
function adaptMessage(entry: unknown, deviations: ChatDeviations, dropped: DroppedParams): unknown {
  if (!isRecord(entry)) return entry;
  const touched =
    needsWriting(entry['content'], deviations) ||
    (!deviations.cacheControl && entry['cache_control'] !== undefined) ||
    (!deviations.names && entry['name'] !== undefined && entry['role'] !== 'function') ||
    (!deviations.developerRole && entry['role'] === 'developer') ||
    (deviations.images === 'none' && entry['images'] !== undefined) ||
    (deviations.thoughts !== 'reasoning_details' && thoughtFields.some((name) => entry[name] !== undefined));
  if (!touched) return entry;
  const message = { ...entry };
  adaptThoughts(message, deviations);
  if (!deviations.cacheControl && message['cache_control'] !== undefined) {
    delete message['cache_control'];
    dropped.add('cache_control');
  }
  if (!deviations.names && message['role'] !== 'function') delete message['name'];
  if (!deviations.developerRole && message['role'] === 'developer') message['role'] = 'system';
  if (deviations.images === 'none' && message['images'] !== undefined) {
    delete message['images'];
    dropped.add('messages.images');
  }
  if (needsWriting(message['content'], deviations))
    message['content'] = writeContent(readContent(message['content']), { deviations, dropped });
  return message;
}

function adaptLimit(body: Json, deviations: ChatDeviations, model: string): void {
  const [taken, other] =
    deviations.limit === 'max_tokens'
      ? ['max_tokens', 'max_completion_tokens']
      : ['max_completion_tokens', 'max_tokens'];
  const rename =
    deviations.limit === 'max_tokens' ||
    (deviations.limit === 'max_completion_tokens' && newLimitOnly.test(model));
  if (!rename || body[other] === undefined) return;
  body[taken] ??= body[other];
  delete body[other];
}

function adaptReasoning(body: Json, deviations: ChatDeviations, dropped: DroppedParams): void {
  const budget = record(body['reasoning_options'])['budget_tokens'];
  const effort = readEffort(body['reasoning_effort']);
  const own = deviations.reasoning === 'effort' || deviations.reasoning === 'options';
  // OpenAI's word for it passes as it is wherever it is the provider's own.
  if (deviations.reasoning === 'options' || (own && body['reasoning_options'] === undefined)) return;
  if (effort === undefined && body['reasoning_options'] === undefined) return;
  delete body['reasoning_options'];
  if (effort !== undefined || body['reasoning_effort'] === null) delete body['reasoning_effort'];
  const budgetTokens = typeof budget === 'number' ? budget : undefined;
  // What the client says in the provider's own words wins.
  for (const [name, value] of Object.entries(
    writeChatReasoning(defined({ effort, budgetTokens }), deviations, dropped),
  ))
    body[name] ??= value;
}

function adaptExtensions(
  body: Json,
  deviations: ChatDeviations,
  target: TargetFacts,
  dropped: DroppedParams,
): void {
  for (const key of gatewayKeys) delete body[key];
  if (target.provider !== 'helicone' && body['context_editing'] !== undefined) {
    if (record(body['context_editing'])['enabled'] === true) dropped.add('context_editing');
    delete body['context_editing'];
  }
  if (!deviations.cacheControl && body['cache_control'] !== undefined) {
    dropped.add('cache_control');
    delete body['cache_control'];
  }
  if (deviations.images !== 'image_generation' && body['image_generation'] !== undefined) {
    const wanted = readImageGeneration(body['image_generation']);
    delete body['image_generation'];
    if (deviations.images === 'image_config' && wanted) {
      body['image_config'] ??= { aspect_ratio: wanted.aspectRatio, image_size: wanted.imageSize };
      body['modalities'] ??= ['image', 'text'];
    } else dropped.add('image_generation');
  }
}

/**
 * Fits a chat request to a provider of chat completions. All fields stay that the provider does not refuse, known or
 * not, and messages stay the same objects unless something in them must go.
 */
export function adaptChatRequest(original: Json, target: TargetFacts): WrittenRequest {
  const deviations = chatDeviations(target.provider);
  const dropped = new DroppedParams();
  const body: Json = { ...original, model: target.model };
  adaptExtensions(body, deviations, target, dropped);
  adaptReasoning(body, deviations, dropped);
  adaptLimit(body, deviations, target.model);
  if (Array.isArray(body['messages']))
    body['messages'] = list(body['messages']).map((entry) => adaptMessage(entry, deviations, dropped));
  if (Array.isArray(body['tools']) && !deviations.cacheControl)
    body['tools'] = list(body['tools']).map((entry) => {
      if (!isRecord(entry) || entry['cache_control'] === undefined) return entry;
      const { cache_control: _, ...tool } = entry;
      dropped.add('cache_control');
      return tool;
    });
  const { supported } = target;
  if (supported && supported.length > 0)
    for (const name of sampling) {
      const value = body[name];
      if (value === undefined || supported.includes(name)) continue;
      if (name === 'top_logprobs' && supported.includes('logprobs')) continue;
      delete body[name];
      if (value !== null) dropped.add(name);
    }
  if (!deviations.streamOptions) delete body['stream_options'];
  dropRefused(body, deviations, dropped);
  return { body, dropped: dropped.list(), headers: {} };
}
