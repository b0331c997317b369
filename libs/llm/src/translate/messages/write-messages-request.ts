import type { Json } from '../../json/json-value.js';
import { claudeModel, type ClaudeModel } from '../claude/claude-model.js';
import { claudeSchema, toolSchema } from '../claude/claude-schema.js';
import { planThinking, type ThinkingPlan } from '../claude/claude-thinking.js';
import { thinkingObstacles } from '../claude/claude-turns.js';
import type { TargetFacts, WrittenRequest } from '../codec.js';
import type { ConversationRequest } from '../conversation/request.js';
import { writeCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import { dropFields, DroppedParams, dropRest, withoutUnsupported } from '../wire/dropped-params.js';
import { jsonToolName } from '../wire/tool-input.js';
import { limitMarks, markEnd } from './cache-marks.js';
import { fitVariant, isVariant } from './provider-variant.js';
import { messagesSource } from './read-blocks.js';
import { writeParts, writeTurns, type BlockWriting } from './write-blocks.js';
import { contextManagementBeta, writeContextManagement } from './write-context-management.js';
import { writeToolChoice, writeTools } from './write-messages-tools.js';

/** What no model of Anthropic's can be told. */
const inexpressible = [
  'choices',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'logitBias',
  'logprobs',
  'cacheRetention',
  'metadata',
  'store',
  'verbosity',
  'modalities',
  'audio',
  'prediction',
  'imageGeneration',
] as const;

/** Longest `metadata.user_id` that Anthropic takes. */
const maxUserId = 256;
/** Said to models that cannot be bound to JSON without a schema. */
export const jsonInstruction = 'Answer with one JSON object and nothing else: no prose, no code fence.';

/** The user's place in a conversation that has nobody else's words: it must begin with the user's. */
const nothing = { type: 'text', text: '.' };

/** How structured output is asked for. */
type Output = { format?: Json; tool?: Json; instruction?: string };

/** A schema by the model's own means, else by a tool that it must call, else words. */
function planOutput(request: ConversationRequest, model: ClaudeModel, provider: string): Output {
  const { responseFormat: format } = request;
  if (format?.type === 'json_object') return { instruction: jsonInstruction };
  if (format?.type !== 'json_schema') return {};
  if (model.structuredOutputs && provider !== 'vertex')
    return { format: { type: 'json_schema', schema: claudeSchema(format.schema) } };
  return {
    tool: defined({
      name: jsonToolName,
      description: format.description ?? 'Gives the answer in the form that was asked for.',
      input_schema: toolSchema(format.schema),
    }),
  };
}

function writeSystem(request: ConversationRequest, output: Output, writing: BlockWriting): Json[] {
  const blocks = request.messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .flatMap((message) => writeParts(message.parts, writing));
  if (output.instruction !== undefined) blocks.push({ type: 'text', text: output.instruction });
  return blocks;
}

function writeMessages(request: ConversationRequest, system: Json[], writing: BlockWriting) {
  const turns = writeTurns(request.messages, writing);
  // Instructions alone are the user's words: Anthropic wants at least one message.
  if (turns.length === 0)
    return { system: [], turns: [{ role: 'user', content: system.length > 0 ? system : [nothing] }] };
  if (turns[0]?.role === 'assistant') turns.unshift({ role: 'user', content: [nothing] });
  const last = turns.at(-1)?.content.at(-1);
  // The beginning of a reply must not end in white space.
  if (turns.at(-1)?.role === 'assistant' && last && typeof last['text'] === 'string')
    last['text'] = last['text'].trimEnd();
  return { system, turns };
}

function writeSampling(
  request: ConversationRequest,
  model: ClaudeModel,
  plan: ThinkingPlan,
  dropped: DroppedParams,
): Json {
  if (!model.sampling) {
    dropFields(request, ['temperature', 'topP', 'topK'], dropped);
    return {};
  }
  const { temperature, topP, topK } = request;
  if (plan.on) {
    // While a model thinks, only `top_p` may move, and little.
    if (temperature !== undefined && temperature !== 1) dropped.add('temperature');
    dropFields(request, ['topK'], dropped);
    const near = topP !== undefined && topP >= 0.95 && topP <= 1;
    if (topP !== undefined && !near) dropped.add('top_p');
    return near ? { top_p: topP } : {};
  }
  const pair = model.samplingPair || temperature === undefined || topP === undefined;
  if (!pair) dropped.add('top_p');
  return defined({
    // OpenAI's scale ends at 2, Anthropic's at 1.
    temperature: temperature === undefined ? undefined : Math.min(1, Math.max(0, temperature)),
    top_p: pair ? topP : undefined,
    top_k: topK,
  });
}

/** `service_tier`; undefined and named where Anthropic has no such tier. */
function writeTier({ serviceTier: tier }: ConversationRequest, dropped: DroppedParams): string | undefined {
  if (tier === undefined || tier === 'auto') return tier;
  if (tier === 'priority') return 'auto';
  if (tier === 'default' || tier === 'standard_only') return 'standard_only';
  dropped.add('service_tier');
  return undefined;
}

/** PC-03: whatever names the end user or the prompt is Anthropic's `user_id`; the first one counts. */
function writeUser(request: ConversationRequest): Json | undefined {
  const id = [request.cacheKey, request.safetyIdentifier, request.user].find(Boolean);
  return id === undefined ? undefined : { user_id: id.slice(0, maxUserId) };
}

/**
 * Writes a request for Anthropic's Messages API, and for its forms on Bedrock (invoke) and Vertex AI (rawPredict),
 * told by `target.provider`. Rules of single models (thinking, effort, sampling, structured output) are kept.
 */
export function writeMessagesRequest(asked: ConversationRequest, target: TargetFacts): WrittenRequest {
  const dropped = new DroppedParams();
  const request = withoutUnsupported(asked, target.supported, dropped, target.unsupported);
  const { provider } = target;
  const model = claudeModel(target.model);
  const writing: BlockWriting = { dropped, addresses: provider !== 'bedrock', usesFiles: false };

  const output = planOutput(request, model, provider);
  const tools = writeTools(request, model, provider, dropped);
  const choice = tools.length > 0 ? request.toolChoice : undefined;
  const parallel = tools.length > 0 ? request.parallelToolCalls : undefined;
  let toolChoice = writeToolChoice(choice, parallel);
  if (output.tool) {
    // Other tools stay callable beside the one that carries the answer, unless they were switched off.
    const alone = tools.length === 0 || choice === 'none';
    if (alone) tools.splice(0);
    tools.push(output.tool);
    if (typeof choice !== 'object')
      toolChoice = alone ? { type: 'tool', name: jsonToolName } : { ...toolChoice, type: 'any' };
  }
  const forced = toolChoice?.['type'] === 'any' || toolChoice?.['type'] === 'tool';
  const plan = planThinking(request, target, model, thinkingObstacles(request, forced), dropped);
  const { system, turns } = writeMessages(request, writeSystem(request, output, writing), writing);
  const config = defined({ effort: plan.effort, format: output.format });
  const management = writeContextManagement(request.contextEditing);
  const tier = provider === 'bedrock' || provider === 'vertex' ? undefined : writeTier(request, dropped);
  if (tier === undefined && isVariant(provider)) dropFields(request, ['serviceTier'], dropped);
  dropFields(request, inexpressible, dropped);
  dropRest(request, messagesSource, dropped);

  const body: Json = defined({
    ...(request.rest.source === messagesSource ? request.rest.fields : {}),
    model: target.model,
    max_tokens: plan.maxTokens,
    system: system.length > 0 ? system : undefined,
    messages: turns,
    tools: tools.length > 0 ? tools : undefined,
    tool_choice: toolChoice,
    thinking: plan.thinking,
    output_config: Object.keys(config).length > 0 ? config : undefined,
    ...writeSampling(request, model, plan, dropped),
    stop_sequences: request.stop?.filter((word) => word.trim() !== ''),
    metadata: writeUser(request),
    service_tier: tier,
    context_management: management,
    stream: request.stream ? true : undefined,
  });
  if (request.cache) markEnd(body, writeCacheMark(request.cache));
  limitMarks(body, isVariant(provider), dropped);
  const betas: string[] = [];
  if (management) betas.push(contextManagementBeta);
  if (writing.usesFiles) betas.push('files-api-2025-04-14');
  const headers: Record<string, string> = betas.length > 0 ? { 'anthropic-beta': betas.join(',') } : {};
  return { ...fitVariant({ body, headers }, provider), dropped: dropped.list() };
}
