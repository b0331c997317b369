import type { Json } from '../../json/json-value.js';
import { claudeModel } from '../claude/claude-model.js';
import { planThinking } from '../claude/claude-thinking.js';
import { thinkingObstacles } from '../claude/claude-turns.js';
import type { TargetFacts } from '../codec.js';
import type { ConversationRequest } from '../conversation/request.js';
import { contextManagementBeta, writeContextManagement } from '../messages/write-context-management.js';
import { defined } from '../wire/defined.js';
import { dropFields, type DroppedParams } from '../wire/dropped-params.js';
import { effortOfBudget, nearestEffort } from '../wire/reasoning-effort.js';
import type { ConverseModel } from './converse-model.js';

/** `inferenceConfig`, and the model's own fields beside it. */
export type ConverseLimits = { inference: Json; additional: Json };

/** Converse's scale of temperatures ends at 1, OpenAI's at 2. */
const within = (temperature: number): number => Math.min(1, Math.max(0, temperature));

function writeClaudeLimits(
  request: ConversationRequest,
  target: TargetFacts,
  forced: boolean,
  dropped: DroppedParams,
): ConverseLimits {
  const model = claudeModel(target.model);
  const plan = planThinking(request, target, model, thinkingObstacles(request, forced), dropped);
  const { temperature, topP, topK } = request;
  const free = model.sampling && !plan.on;
  // While Claude thinks only `top_p` may move, and little; a temperature of 1 is what it has then anyway.
  const near = model.sampling && plan.on && topP !== undefined && topP >= 0.95 && topP <= 1;
  if (!free) {
    if (temperature !== undefined && !(plan.on && temperature === 1)) dropped.add('temperature');
    if (!near) dropFields(request, ['topP'], dropped);
    dropFields(request, ['topK'], dropped);
  }
  const pair = model.samplingPair || temperature === undefined || topP === undefined;
  if (free && !pair) dropped.add('top_p');
  const management = writeContextManagement(request.contextEditing);
  const single = request.parallelToolCalls === false && (request.tools ?? []).length > 0 && !forced;
  if (request.parallelToolCalls === false && !single) dropFields(request, ['parallelToolCalls'], dropped);
  return {
    inference: defined({
      maxTokens: plan.maxTokens,
      temperature: free && temperature !== undefined ? within(temperature) : undefined,
      topP: (free && pair) || near ? topP : undefined,
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

/** How hard to think, in the words of the model's maker. */
function writeEffort(request: ConversationRequest, model: ConverseModel, dropped: DroppedParams): Json {
  const { effort: stated, budgetTokens: budget } = request.reasoning ?? {};
  const effort = stated ?? (budget === undefined ? undefined : effortOfBudget(budget));
  if (model.reasoning === 'none') dropFields(request, ['reasoning'], dropped);
  if (model.reasoning === 'none' || effort === undefined) return {};
  if (effort === 'none' && !model.efforts.includes('none')) return {};
  const taken = nearestEffort(effort, model.efforts);
  if (model.reasoning === 'flat') return { reasoning_effort: taken };
  if (model.reasoning === 'nested') return { reasoning: { effort: taken } };
  return { reasoningConfig: { type: 'enabled', maxReasoningEffort: taken } };
}

function writeOtherLimits(
  request: ConversationRequest,
  target: TargetFacts,
  model: ConverseModel,
  dropped: DroppedParams,
): ConverseLimits {
  const { maxOutputTokens: limit, temperature, topK } = request;
  const additional = writeEffort(request, model, dropped);
  if (topK !== undefined && model.maker === 'amazon') additional['inferenceConfig'] = { topK };
  else dropFields(request, ['topK'], dropped);
  dropFields(request, ['parallelToolCalls', 'contextEditing'], dropped);
  return {
    inference: defined({
      maxTokens:
        limit === undefined ? undefined : Math.max(1, Math.min(limit, target.maxOutputTokens ?? Infinity)),
      temperature: temperature === undefined ? undefined : within(temperature),
      topP: request.topP,
    }),
    additional,
  };
}

/** Decides what of sampling, limits and thinking the model is told. `forced`: some tool must be called. */
export function writeLimits(
  request: ConversationRequest,
  target: TargetFacts,
  model: ConverseModel,
  forced: boolean,
  dropped: DroppedParams,
): ConverseLimits {
  const limits =
    model.maker === 'anthropic'
      ? writeClaudeLimits(request, target, forced, dropped)
      : writeOtherLimits(request, target, model, dropped);
  const stops = (request.stop ?? []).filter((word) => word.trim() !== '');
  if (stops.length > 0 && model.stops) limits.inference['stopSequences'] = stops;
  if (stops.length < (request.stop ?? []).length || !model.stops) dropFields(request, ['stop'], dropped);
  return limits;
}
