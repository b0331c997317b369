import { record, type Json } from '../../json/json-value.js';
import type { TargetFacts, WrittenRequest } from '../codec.js';
import type { ConversationRequest, Reasoning, Tool } from '../conversation/request.js';
import { defined } from '../wire/defined.js';
import { dropFields, DroppedParams, dropRest, withoutUnsupported } from '../wire/dropped-params.js';
import { writeContextEditing } from '../wire/gateway-keys.js';
import { effortOfBudget } from '../wire/reasoning-effort.js';
import { responsesSource } from './read-responses-item.js';
import { writeResponsesInput } from './write-responses-input.js';

/** The least reply that OpenAI's Responses take a limit for, in tokens; less is refused with 400. */
const minOutputTokens = 16;

/** A custom tool of chat in this format's form; other tools that chat alone knows have none. */
function customTool(tool: Json): Json | undefined {
  if (tool['type'] !== 'custom') return undefined;
  const { format, ...custom } = record(tool['custom']);
  const grammar = record(record(format)['grammar']);
  return defined({
    type: 'custom',
    ...custom,
    format: record(format)['type'] === 'grammar' ? { type: 'grammar', ...grammar } : format,
  });
}

function writeSearch(options: Json): Json {
  const location = record(options['user_location']);
  return defined({
    type: 'web_search',
    ...options,
    user_location:
      options['user_location'] === undefined
        ? undefined
        : { type: 'approximate', ...record(location['approximate']) },
  });
}

function writeTool(tool: Tool, dropped: DroppedParams): Json | undefined {
  if (tool.type === 'web_search') return writeSearch(tool.options);
  if (tool.type === 'function') {
    const { cache, strict, parameters, ...fn } = tool;
    if (cache) dropped.add('cache_control');
    // Here a function is strict unless it says otherwise; in all other formats it is not.
    return defined({
      ...fn,
      parameters: parameters ?? { type: 'object', properties: {} },
      strict: strict ?? false,
    });
  }
  const written =
    tool.source === responsesSource
      ? tool.value
      : tool.source === 'chat'
        ? customTool(tool.value)
        : undefined;
  if (!written) dropped.addTool(tool.value);
  return written;
}

function writeToolChoice(request: ConversationRequest, tools: readonly Json[]): unknown {
  const entryOf = (name: string): Json => ({
    type: tools.some((tool) => tool['type'] === 'custom' && tool['name'] === name) ? 'custom' : 'function',
    name,
  });
  const choice = request.toolChoice;
  if (request.allowedTools)
    return {
      type: 'allowed_tools',
      mode: choice === 'required' ? 'required' : 'auto',
      tools: request.allowedTools.map(entryOf),
    };
  return typeof choice === 'object' ? entryOf(choice.name) : choice;
}

function writeReasoning(reasoning: Reasoning | undefined, own: boolean, dropped: DroppedParams): Json {
  if (!reasoning) return {};
  const { effort, budgetTokens, includeThoughts } = reasoning;
  const summary = reasoning.summary ?? (includeThoughts ? 'auto' : undefined);
  if (own)
    return defined({
      reasoning: effort === undefined && summary === undefined ? undefined : defined({ effort, summary }),
      reasoning_options: budgetTokens === undefined ? undefined : { budget_tokens: budgetTokens },
    });
  if (effort !== undefined && budgetTokens !== undefined) dropped.add('reasoning_options');
  const asked = effort ?? (budgetTokens === undefined ? undefined : effortOfBudget(budgetTokens));
  return asked === undefined && summary === undefined
    ? {}
    : { reasoning: defined({ effort: asked, summary }) };
}

function writeText(request: ConversationRequest): Json | undefined {
  const { responseFormat, verbosity } = request;
  return responseFormat || verbosity !== undefined
    ? defined({ format: responseFormat && defined(responseFormat), verbosity })
    : undefined;
}

/** What the client's `include` asks for besides, with what thoughts need to be sent back in a later turn. */
function writeInclude(request: ConversationRequest): string[] | undefined {
  const wanted = request.logprobs ? ['message.output_text.logprobs'] : [];
  const thinks = request.reasoning && request.reasoning.effort !== 'none';
  if (thinks) wanted.push('reasoning.encrypted_content');
  return wanted.length > 0 ? wanted : undefined;
}

/**
 * Writes a Responses request.
 * @returns in `dropped`, by chat's names, what this format has no place for.
 */
export function writeResponsesRequest(original: ConversationRequest, target: TargetFacts): WrittenRequest {
  const dropped = new DroppedParams();
  const request = withoutUnsupported(original, target.supported, dropped);
  const own = target.provider === 'helicone';
  const fromResponses = request.rest.source === responsesSource;
  dropFields(
    request,
    [
      ...(['choices', 'stop', 'seed', 'presencePenalty', 'frequencyPenalty', 'logitBias'] as const),
      ...(['modalities', 'audio', 'prediction', 'cache'] as const),
      ...(own ? [] : (['topK', 'imageGeneration', 'contextEditing'] as const)),
    ],
    dropped,
  );
  const tools = (request.tools ?? [])
    .map((tool) => writeTool(tool, dropped))
    .filter((tool) => tool !== undefined);
  const body: Json = defined({
    ...(fromResponses ? request.rest.fields : {}),
    model: target.model,
    input: writeResponsesInput(request.messages, dropped),
    tools: tools.length > 0 ? tools : undefined,
    tool_choice: tools.length > 0 ? writeToolChoice(request, tools) : undefined,
    parallel_tool_calls: tools.length > 0 ? request.parallelToolCalls : undefined,
    max_output_tokens: request.maxOutputTokens && Math.max(minOutputTokens, request.maxOutputTokens),
    temperature: request.temperature,
    top_p: request.topP,
    top_k: own ? request.topK : undefined,
    top_logprobs: request.logprobs && request.logprobs.top > 0 ? request.logprobs.top : undefined,
    include: writeInclude(request),
    text: writeText(request),
    ...writeReasoning(request.reasoning, own, dropped),
    prompt_cache_key: request.cacheKey,
    prompt_cache_retention: request.cacheRetention,
    safety_identifier: request.safetyIdentifier,
    user: request.user,
    metadata: request.metadata,
    service_tier: request.serviceTier,
    // Kept by default here and nowhere else: a client of another format did not ask for that.
    store: request.store ?? (fromResponses ? undefined : false),
    image_generation:
      own && request.imageGeneration
        ? { aspect_ratio: request.imageGeneration.aspectRatio, image_size: request.imageGeneration.imageSize }
        : undefined,
    context_editing: own && request.contextEditing ? writeContextEditing(request.contextEditing) : undefined,
    stream: request.stream ? true : undefined,
  });
  dropRest(request, responsesSource, dropped);
  return { body, dropped: dropped.list(), headers: {} };
}
