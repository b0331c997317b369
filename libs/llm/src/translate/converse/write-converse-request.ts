import { isRecord, type Json } from '../../json/json-value.js';
import { claudeModel } from '../claude/claude-model.js';
import { claudeSchema, toolSchema } from '../claude/claude-schema.js';
import { planThinking } from '../claude/claude-thinking.js';
import { thinkingObstacles } from '../claude/claude-turns.js';
import type { TargetFacts, WrittenRequest } from '../codec.js';
import type { Message } from '../conversation/message.js';
import type { ConversationRequest, ToolChoice } from '../conversation/request.js';
import { contextManagementBeta, writeContextManagement } from '../messages/write-context-management.js';
import { jsonInstruction } from '../messages/write-messages-request.js';
import { defined } from '../wire/defined.js';
import { dropFields, DroppedParams, dropRest, withoutUnsupported } from '../wire/dropped-params.js';
import { effortOfBudget, nearestEffort } from '../wire/reasoning-effort.js';
import { jsonToolName } from '../wire/tool-input.js';
import { converseSource, writeBlocks } from './converse-blocks.js';
import { converseModel, type ConverseModel } from './converse-model.js';

/** What Converse has no place for. */
const inexpressible = [
  'choices',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'logitBias',
  'logprobs',
  'cacheKey',
  'cacheRetention',
  'safetyIdentifier',
  'user',
  'store',
  'verbosity',
  'modalities',
  'audio',
  'prediction',
  'imageGeneration',
] as const;

const tiers = new Set(['default', 'flex', 'priority', 'reserved']);
/** Cache points that Bedrock takes in one request. */
const maxCachePoints = 4;

type Turn = { role: 'user' | 'assistant'; content: Json[] };
const isResult = (block: Json) => block['toolResult'] !== undefined;

function writeTurns(messages: readonly Message[], dropped: DroppedParams): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === 'system' || message.role === 'developer') continue;
    if (message.name !== undefined) dropped.add('messages.name');
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const content = writeBlocks(message.parts, dropped);
    if (content.length === 0) continue;
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  for (const { role, content } of turns)
    // A document must come with words.
    if (
      role === 'user' &&
      content.some((block) => block['document']) &&
      !content.some((block) => block['text'])
    )
      content.push({ text: '.' });
  return turns;
}

/** Names of the tools that a conversation calls: Bedrock wants them declared, though the client sent none. */
function calledTools(turns: readonly Turn[]): Json[] {
  const names = new Set<string>();
  for (const { content } of turns)
    for (const { toolUse } of content) if (isRecord(toolUse)) names.add(String(toolUse['name']));
  return [...names].map((name) => ({
    toolSpec: { name, description: name, inputSchema: { json: { type: 'object', properties: {} } } },
  }));
}

function writeTools(request: ConversationRequest, dropped: DroppedParams): Json[] {
  const tools: Json[] = [];
  for (const tool of request.tools ?? []) {
    if (tool.type === 'function') {
      if (tool.strict) dropped.add('tools.strict');
      tools.push({
        toolSpec: defined({
          name: tool.name,
          description: tool.description === '' ? undefined : tool.description,
          inputSchema: { json: toolSchema(tool.parameters) },
        }),
      });
      if (tool.cache) tools.push({ cachePoint: { type: 'default' } });
    } else if (tool.type === 'web_search') dropped.add('web_search_options');
    else if (tool.source === converseSource) tools.push(tool.value);
    else dropped.addTool(tool.value);
  }
  return tools;
}

function writeChoice(choice: ToolChoice | undefined): Json | undefined {
  if (choice === undefined || choice === 'none') return undefined;
  if (typeof choice === 'object') return { tool: { name: choice.name } };
  return choice === 'required' ? { any: {} } : { auto: {} };
}

type Output = { textFormat?: Json; tool?: Json; instruction?: string };

function planOutput({ responseFormat: format }: ConversationRequest, structured: boolean): Output {
  if (format?.type === 'json_object') return { instruction: jsonInstruction };
  if (format?.type !== 'json_schema') return {};
  if (!structured) {
    const description = format.description ?? 'Gives the answer in the form that was asked for.';
    return {
      tool: {
        toolSpec: { name: jsonToolName, description, inputSchema: { json: toolSchema(format.schema) } },
      },
    };
  }
  const jsonSchema = defined({
    name: format.name,
    description: format.description,
    schema: JSON.stringify(claudeSchema(format.schema)),
  });
  return { textFormat: { type: 'json_schema', structure: { jsonSchema } } };
}

/** Tools and the choice between them, with the one that carries structured output where it takes one. */
function writeToolConfig(
  request: ConversationRequest,
  turns: readonly Turn[],
  output: Output,
  dropped: DroppedParams,
): { config: Json | undefined; forced: boolean } {
  let tools = writeTools(request, dropped);
  let choice: Json | undefined = tools.length > 0 ? writeChoice(request.toolChoice) : undefined;
  const talksOfTools = turns.some(({ content }) =>
    content.some((block) => block['toolUse'] || isResult(block)),
  );
  if (request.toolChoice === 'none' && !talksOfTools) tools = [];
  else if (request.toolChoice === 'none' && tools.length > 0) dropped.add('tool_choice');
  if (tools.length === 0 && talksOfTools) tools = calledTools(turns);
  if (output.tool) {
    if (!choice?.['tool']) choice = tools.length > 0 ? { any: {} } : { tool: { name: jsonToolName } };
    tools.push(output.tool);
  }
  const forced = choice?.['any'] !== undefined || choice?.['tool'] !== undefined;
  return { config: tools.length > 0 ? defined({ tools, toolChoice: choice }) : undefined, forced };
}

/** Removes cache points beyond what Bedrock takes: the first and the last three stay. */
function limitCachePoints(lists: readonly Json[][], dropped: DroppedParams): void {
  const points = lists.flatMap((blocks) => blocks.filter((block) => block['cachePoint'] !== undefined));
  const extra = new Set(points.splice(1, Math.max(0, points.length - maxCachePoints)));
  if (extra.size === 0) return;
  dropped.add('cache_control');
  for (const blocks of lists) blocks.splice(0, blocks.length, ...blocks.filter((block) => !extra.has(block)));
}

type Limits = { inference: Json; additional: Json };

function writeClaudeLimits(
  request: ConversationRequest,
  target: TargetFacts,
  forced: boolean,
  dropped: DroppedParams,
): Limits {
  const model = claudeModel(target.model);
  const plan = planThinking(request, target, model, thinkingObstacles(request, forced), dropped);
  const { temperature, topP, topK } = request;
  const free = model.sampling && !plan.on;
  if (!free) dropFields(request, ['temperature', 'topP', 'topK'], dropped);
  const pair = model.samplingPair || temperature === undefined || topP === undefined;
  if (free && !pair) dropped.add('top_p');
  const management = writeContextManagement(request.contextEditing);
  const single = request.parallelToolCalls === false && (request.tools ?? []).length > 0 && !forced;
  if (request.parallelToolCalls === false && !single) dropFields(request, ['parallelToolCalls'], dropped);
  return {
    inference: defined({
      maxTokens: plan.maxTokens,
      temperature: free && temperature !== undefined ? Math.min(1, Math.max(0, temperature)) : undefined,
      topP: free && pair ? topP : undefined,
    }),
    additional: defined({
      thinking: plan.thinking,
      output_config: plan.effort && { effort: plan.effort },
      top_k: free ? topK : undefined,
      tool_choice: single ? { type: 'auto', disable_parallel_tool_use: true } : undefined,
      context_management: management,
      anthropic_beta: management && [contextManagementBeta],
    }),
  };
}

function writeOtherLimits(
  request: ConversationRequest,
  target: TargetFacts,
  model: ConverseModel,
  dropped: DroppedParams,
): Limits {
  const { reasoning, maxOutputTokens: limit } = request;
  const { budgetTokens: budget } = reasoning ?? {};
  const effort = reasoning?.effort ?? (budget === undefined ? undefined : effortOfBudget(budget));
  const additional: Json = {};
  if (model.reasoning === 'none') dropFields(request, ['reasoning'], dropped);
  else if (effort !== undefined && effort !== 'none') {
    const taken = nearestEffort(effort, ['low', 'medium', 'high']);
    if (model.reasoning === 'effort') additional['reasoning_effort'] = taken;
    else additional['reasoningConfig'] = { type: 'enabled', maxReasoningEffort: taken };
  }
  if (request.topK !== undefined) {
    if (model.maker === 'amazon') additional['inferenceConfig'] = { topK: request.topK };
    else dropped.add('top_k');
  }
  dropFields(request, ['parallelToolCalls', 'contextEditing'], dropped);
  return {
    inference: defined({
      maxTokens: limit === undefined ? undefined : Math.min(limit, target.maxOutputTokens ?? Infinity),
      temperature:
        request.temperature === undefined ? undefined : Math.min(1, Math.max(0, request.temperature)),
      topP: request.topP,
    }),
    additional,
  };
}

/** Bedrock keeps up to sixteen pairs of short strings with a call. */
function writeMetadata(request: ConversationRequest, dropped: DroppedParams): Json | undefined {
  const pairs = Object.entries(request.metadata ?? {});
  const word = /^[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}$/;
  if (pairs.length === 0) return undefined;
  if (
    pairs.length <= 16 &&
    pairs.every(([name, value]) => name !== '' && word.test(name) && word.test(value))
  )
    return Object.fromEntries(pairs);
  dropped.add('metadata');
  return undefined;
}

/**
 * Writes a request for Bedrock's Converse. The model and whether the reply streams stand in the URL, not in the body.
 * What Converse has no field for goes to the model as `additionalModelRequestFields`, by its maker's words.
 */
export function writeConverseRequest(asked: ConversationRequest, target: TargetFacts): WrittenRequest {
  const dropped = new DroppedParams();
  const request = withoutUnsupported(asked, target.supported, dropped, target.unsupported);
  const model = converseModel(target.model);
  const claude = model.maker === 'anthropic';
  const turns = writeTurns(request.messages, dropped);
  const output = planOutput(request, claude && claudeModel(target.model).structuredOutputs);
  let system = request.messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .flatMap(({ parts }) => writeBlocks(parts, dropped));
  if (output.instruction !== undefined) system.push({ text: output.instruction });
  if (turns.length === 0) {
    // Instructions alone are the user's words: there must be one message.
    turns.push({ role: 'user', content: system.length > 0 ? system : [{ text: '.' }] });
    system = [];
  } else if (turns[0]?.role === 'assistant') turns.unshift({ role: 'user', content: [{ text: '.' }] });

  const { config: toolConfig, forced } = writeToolConfig(request, turns, output, dropped);
  const { inference, additional } = claude
    ? writeClaudeLimits(request, target, forced, dropped)
    : writeOtherLimits(request, target, model, dropped);
  const stops = request.stop?.filter((word) => word !== '');
  if (stops && stops.length > 0) inference['stopSequences'] = stops;
  if (request.cache) {
    if (request.cache.ttl === '1h') dropped.add('cache_control.ttl');
    const last = turns.at(-1)?.content;
    if (last && last.at(-1)?.['cachePoint'] === undefined) last.push({ cachePoint: { type: 'default' } });
  }
  const tools = toolConfig?.['tools'] as Json[] | undefined;
  limitCachePoints([...(tools ? [tools] : []), system, ...turns.map(({ content }) => content)], dropped);
  const tier = request.serviceTier;
  const known = tier !== undefined && tiers.has(tier);
  if (!known) dropFields(request, ['serviceTier'], dropped);
  dropFields(request, inexpressible, dropped);
  dropRest(request, converseSource, dropped);
  const own = request.rest.source === converseSource ? request.rest.fields : {};
  const extra = {
    ...(isRecord(own['additionalModelRequestFields']) ? own['additionalModelRequestFields'] : {}),
    ...additional,
  };
  const body: Json = defined({
    ...own,
    messages: turns,
    system: system.length > 0 ? system : undefined,
    inferenceConfig: Object.keys(inference).length > 0 ? inference : undefined,
    toolConfig,
    outputConfig: output.textFormat && { textFormat: output.textFormat },
    additionalModelRequestFields: Object.keys(extra).length > 0 ? extra : undefined,
    requestMetadata: writeMetadata(request, dropped),
    serviceTier: known ? { type: tier } : undefined,
  });
  return { body, dropped: dropped.list(), headers: {} };
}
