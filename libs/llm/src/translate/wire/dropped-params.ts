import { text, type Json } from '../../json/json-value.js';
import type { ConversationRequest } from '../conversation/request.js';

/** Names of the client's parameters that a target cannot express: each once, in the order of their finding. */
export class DroppedParams {
  private readonly names = new Set<string>();

  add(name: string): void {
    this.names.add(name);
  }

  /** A part of a message, by its type. */
  addPart(part: Json): void {
    this.add(`messages.content.${text(part['type']) ?? 'part'}`);
  }

  /** A tool, by its type. */
  addTool(tool: Json): void {
    this.add(`tools.${text(tool['type']) ?? 'tool'}`);
  }

  list(): string[] {
    return [...this.names];
  }
}

type Field = Exclude<keyof ConversationRequest, 'model' | 'messages' | 'stream' | 'rest' | 'allowedTools'>;

/** Each field by OpenAI's name for it. */
const chatNames: Record<Field, string> = {
  tools: 'tools',
  toolChoice: 'tool_choice',
  parallelToolCalls: 'parallel_tool_calls',
  maxOutputTokens: 'max_completion_tokens',
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  choices: 'n',
  stop: 'stop',
  seed: 'seed',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  logitBias: 'logit_bias',
  logprobs: 'logprobs',
  responseFormat: 'response_format',
  reasoning: 'reasoning_effort',
  cache: 'cache_control',
  cacheKey: 'prompt_cache_key',
  cacheRetention: 'prompt_cache_retention',
  safetyIdentifier: 'safety_identifier',
  user: 'user',
  metadata: 'metadata',
  serviceTier: 'service_tier',
  store: 'store',
  verbosity: 'verbosity',
  modalities: 'modalities',
  audio: 'audio',
  prediction: 'prediction',
  imageGeneration: 'image_generation',
  contextEditing: 'context_editing',
};

/** Values that say what every provider does anyway: leaving them out changes nothing, and is not worth a word. */
function saysNothing(request: ConversationRequest, field: Field): boolean {
  switch (field) {
    case 'choices':
      return request.choices === 1;
    case 'presencePenalty':
    case 'frequencyPenalty':
      return request[field] === 0;
    case 'logitBias':
      return Object.keys(request.logitBias ?? {}).length === 0;
    case 'store':
      return request.store === false;
    case 'verbosity':
      return request.verbosity === 'medium';
    case 'serviceTier':
      return request.serviceTier === 'auto' || request.serviceTier === 'default';
    case 'modalities':
      return (request.modalities ?? []).every((kind) => kind === 'text');
    case 'parallelToolCalls':
      return request.parallelToolCalls === true || (request.tools ?? []).length === 0;
    case 'stop':
    case 'tools':
      return (request[field] ?? []).length === 0;
    case 'contextEditing':
      return request.contextEditing?.enabled === false;
    case 'reasoning':
      return request.reasoning?.effort === 'none';
    default:
      return false;
  }
}

/** Names the fields of a request that are set and mean something, out of those that a format has no place for. */
export function dropFields(
  request: ConversationRequest,
  fields: readonly Field[],
  dropped: DroppedParams,
): void {
  for (const field of fields) {
    if (request[field] === undefined || saysNothing(request, field)) continue;
    dropped.add(chatNames[field]);
    if (field === 'logprobs' && (request.logprobs?.top ?? 0) > 0) dropped.add('top_logprobs');
    if (field === 'reasoning' && request.reasoning?.budgetTokens !== undefined)
      dropped.add('reasoning_options');
  }
}

/** Names the fields of the client's that nobody models, unless they are the target format's own. */
export function dropRest(request: ConversationRequest, format: string, dropped: DroppedParams): void {
  if (request.rest.source === format) return;
  for (const name of Object.keys(request.rest.fields)) dropped.add(name);
}

/** Fields that a list of supported parameters decides about, with the names that stand for them. */
const gated: readonly (readonly [Field, ...string[]])[] = [
  ['temperature'],
  ['topP'],
  ['topK'],
  ['seed'],
  ['stop'],
  ['presencePenalty'],
  ['frequencyPenalty'],
  ['logitBias'],
  ['logprobs'],
  ['verbosity'],
  ['tools'],
  ['toolChoice', 'tools'],
  ['responseFormat', 'structured_outputs', 'json_mode'],
  ['reasoning', 'reasoning', 'include_reasoning', 'thinking', 'reasoning_options'],
];

/**
 * The request without the parameters that the model does not take, which a list of those that it takes, or of those
 * that it refuses, may say; what went is named.
 */
export function withoutUnsupported(
  request: ConversationRequest,
  supported: readonly string[] | undefined,
  dropped: DroppedParams,
  unsupported: readonly string[] = [],
): ConversationRequest {
  const limited = supported !== undefined && supported.length > 0;
  if (!limited && unsupported.length === 0) return request;
  const result = { ...request };
  for (const [field, ...others] of gated) {
    if (request[field] === undefined) continue;
    const names = [chatNames[field], ...others];
    const taken = !limited || names.some((name) => supported.includes(name));
    if (taken && !unsupported.includes(chatNames[field])) continue;
    dropFields(request, [field], dropped);
    delete result[field];
  }
  return result;
}
