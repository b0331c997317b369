import type { Json } from '../../json/json-value.js';
import type { TargetFacts, WrittenRequest } from '../codec.js';
import type { ConversationRequest, Tool } from '../conversation/request.js';
import { writeCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import { DroppedParams, dropRest, withoutUnsupported } from '../wire/dropped-params.js';
import { writeContextEditing } from '../wire/gateway-keys.js';
import { chatDeviations, type ChatDeviations } from './chat-deviations.js';
import { chatSource } from './read-chat-part.js';
import { writeChatMessages } from './write-chat-message.js';
import { writeChatReasoning } from './write-chat-reasoning.js';

/** A custom tool of either of OpenAI's formats as chat has it; undefined for any other tool. */
function customTool(tool: Tool): Json | undefined {
  if (tool.type !== 'other' || tool.value['type'] !== 'custom') return undefined;
  if (tool.source === chatSource) return tool.value;
  if (tool.source !== 'responses') return undefined;
  const { type: _, format, ...custom } = tool.value;
  const grammar = format as Json | undefined;
  return {
    type: 'custom',
    custom: defined({
      ...custom,
      format:
        grammar?.['type'] === 'grammar'
          ? {
              type: 'grammar',
              grammar: { definition: grammar['definition'], syntax: grammar['syntax'] },
            }
          : format,
    }),
  };
}

function writeTools(tools: readonly Tool[], deviations: ChatDeviations, dropped: DroppedParams): Json[] {
  const written: Json[] = [];
  for (const tool of tools) {
    const custom = deviations.customTools ? customTool(tool) : undefined;
    if (tool.type === 'function') {
      const { type, cache, ...fn } = tool;
      if (cache && !deviations.cacheControl) dropped.add('cache_control');
      written.push(
        defined({
          type,
          function: defined(fn),
          cache_control: cache && deviations.cacheControl ? writeCacheMark(cache) : undefined,
        }),
      );
    } else if (custom) written.push(custom);
    else if (tool.type === 'other')
      if (tool.source === chatSource && tool.value['type'] !== 'custom') written.push(tool.value);
      else dropped.addTool(tool.value);
  }
  return written;
}

function writeToolChoice(request: ConversationRequest, tools: readonly Json[]): unknown {
  const choice = request.toolChoice;
  const entryOf = (name: string): Json =>
    tools.some((tool) => tool['type'] === 'custom' && (tool['custom'] as Json)['name'] === name)
      ? { type: 'custom', custom: { name } }
      : { type: 'function', function: { name } };
  if (request.allowedTools)
    return {
      type: 'allowed_tools',
      allowed_tools: {
        mode: choice === 'required' ? 'required' : 'auto',
        tools: request.allowedTools.map(entryOf),
      },
    };
  return typeof choice === 'object' ? entryOf(choice.name) : choice;
}

function writeResponseFormat(
  request: ConversationRequest,
  deviations: ChatDeviations,
  dropped: DroppedParams,
): Json | undefined {
  const format = request.responseFormat;
  if (format?.type !== 'json_schema') return format;
  if (!deviations.jsonSchema) {
    dropped.add('response_format.json_schema');
    return { type: 'json_object' };
  }
  const { type, ...json_schema } = format;
  return { type, json_schema: defined(json_schema) };
}

function writeImages(request: ConversationRequest, deviations: ChatDeviations, dropped: DroppedParams): Json {
  const wanted = request.imageGeneration;
  if (!wanted) return {};
  const size = { aspect_ratio: wanted.aspectRatio, image_size: wanted.imageSize };
  if (deviations.images === 'image_generation') return { image_generation: size };
  if (deviations.images === 'image_config') return { image_config: size, modalities: ['image', 'text'] };
  dropped.add('image_generation');
  return {};
}

/**
 * Writes a chat completion request for a provider, with its deviations from the format.
 * @returns parameters that it refuses in `dropped`, by OpenAI's names.
 */
export function writeChatRequest(original: ConversationRequest, target: TargetFacts): WrittenRequest {
  const dropped = new DroppedParams();
  const deviations = chatDeviations(target.provider);
  const request = withoutUnsupported(original, target.supported, dropped);
  const tools = writeTools(request.tools ?? [], deviations, dropped);
  const search = request.tools?.find((tool) => tool.type === 'web_search');
  if (search && !deviations.webSearch) dropped.add('web_search_options');
  if (request.contextEditing?.enabled && target.provider !== 'helicone') dropped.add('context_editing');
  if (request.cache && !deviations.cacheControl) dropped.add('cache_control');
  const limit = deviations.limit === 'both' ? 'max_completion_tokens' : deviations.limit;

  const body: Json = defined({
    ...(request.rest.source === chatSource ? request.rest.fields : {}),
    model: target.model,
    messages: writeChatMessages(request.messages, { deviations, dropped }),
    tools: tools.length > 0 ? tools : undefined,
    tool_choice: tools.length > 0 ? writeToolChoice(request, tools) : undefined,
    // Refused without tools.
    parallel_tool_calls: tools.length > 0 ? request.parallelToolCalls : undefined,
    web_search_options: search && deviations.webSearch ? searchOptions(search) : undefined,
    [limit]: request.maxOutputTokens,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    n: request.choices,
    stop: request.stop,
    seed: request.seed,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
    logit_bias: request.logitBias,
    logprobs: request.logprobs && true,
    top_logprobs: request.logprobs && request.logprobs.top > 0 ? request.logprobs.top : undefined,
    response_format: writeResponseFormat(request, deviations, dropped),
    ...writeChatReasoning(request.reasoning, deviations, dropped),
    cache_control: request.cache && deviations.cacheControl ? writeCacheMark(request.cache) : undefined,
    prompt_cache_key: request.cacheKey,
    prompt_cache_retention: request.cacheRetention,
    safety_identifier: request.safetyIdentifier,
    user: request.user,
    metadata: request.metadata,
    service_tier: request.serviceTier,
    store: request.store,
    verbosity: request.verbosity,
    modalities: request.modalities,
    audio: request.audio,
    prediction: request.prediction,
    ...writeImages(request, deviations, dropped),
    context_editing:
      request.contextEditing && target.provider === 'helicone'
        ? writeContextEditing(request.contextEditing)
        : undefined,
  });
  if (request.stream) {
    body['stream'] = true;
    if (deviations.streamOptions) body['stream_options'] = { include_usage: true };
  }
  if (!deviations.streamOptions) delete body['stream_options'];
  dropRefused(body, deviations, dropped);
  dropRest(request, chatSource, dropped);
  return { body, dropped: dropped.list(), headers: {} };
}

/** Values that only repeat a default: they go without a word. */
const defaults: Record<string, unknown> = {
  n: 1,
  store: false,
  logprobs: false,
  parallel_tool_calls: true,
  presence_penalty: 0,
  frequency_penalty: 0,
  service_tier: 'auto',
  verbosity: 'medium',
};

/** Takes out, and names, what the provider refuses; gives the seed the name that it knows. */
export function dropRefused(body: Json, deviations: ChatDeviations, dropped: DroppedParams): void {
  for (const name of deviations.refused) {
    const value = body[name];
    if (value === undefined) continue;
    delete body[name];
    if (value !== null && value !== defaults[name]) dropped.add(name);
  }
  if (deviations.seed === 'random_seed' && body['seed'] !== undefined) {
    body['random_seed'] = body['seed'];
    delete body['seed'];
  }
}

function searchOptions(tool: Tool): Json {
  const { type: _, filters: __, ...options } = tool.type === 'web_search' ? tool.options : {};
  return options;
}
