import type { Json } from '../../json/json-value.js';
import type { TargetFacts } from '../codec.js';
import type { ConversationRequest, ReasoningEffort } from '../conversation/request.js';
import type { DroppedParams } from '../wire/dropped-params.js';
import { dropFields } from '../wire/dropped-params.js';
import { effortOfBudget, nearestEffort } from '../wire/reasoning-effort.js';
import type { ClaudeModel } from './claude-model.js';

/** Anthropic's least budget. */
const minBudget = 1024;
/** Tokens of a reply where neither the client nor the registry names a number. */
const defaultMaxTokens = 4096;

/** Thinking tokens that stand for an effort on models that take a budget only. */
const budgets: Record<Exclude<ReasoningEffort, 'none'>, number> = {
  minimal: 1024,
  low: 2048,
  medium: 8192,
  high: 16_384,
  xhigh: 32_768,
  max: 32_768,
};

export type ThinkingPlan = {
  /** Value of the field `thinking`. */
  thinking?: Json;
  /** Value of `output_config.effort`. */
  effort?: ReasoningEffort;
  maxTokens: number;
  on: boolean;
};

/** What keeps a model from thinking in this call. */
export type ThinkingObstacles = {
  /** A tool is forced: refused while thinking. */
  forcedTool: boolean;
  /** The last message is the reply's beginning. */
  prefill: boolean;
  /** A tool's result is due to a turn whose signed thoughts the client did not send back. */
  unsignedToolTurn: boolean;
};

function tokensOfReply(request: ConversationRequest, target: TargetFacts): number | undefined {
  const most = target.maxOutputTokens;
  if (request.maxOutputTokens === undefined) return most;
  return Math.max(1, Math.min(request.maxOutputTokens, most ?? Infinity));
}

/** Decides about thinking, effort and the limit of the reply, which Anthropic's formats want together. */
export function planThinking(
  request: ConversationRequest,
  target: TargetFacts,
  model: ClaudeModel,
  obstacles: ThinkingObstacles,
  dropped: DroppedParams,
): ThinkingPlan {
  const limit = tokensOfReply(request, target);
  const off: ThinkingPlan = { maxTokens: limit ?? defaultMaxTokens, on: false };
  const { effort, budgetTokens: budget, includeThoughts } = request.reasoning ?? {};
  if (effort === undefined && budget === undefined) return off;
  if (effort === 'none' || budget === 0)
    return model.thinking === 'adaptive' ? { ...off, thinking: { type: 'disabled' } } : off;

  const refuse = () => {
    dropFields(request, ['reasoning'], dropped);
    return off;
  };
  if (model.thinking === 'none' || obstacles.forcedTool || obstacles.prefill) return refuse();
  if (model.thinking === 'adaptive' || (model.thinking === 'either' && budget === undefined)) {
    const wanted = effort ?? effortOfBudget(budget ?? 0);
    const shown =
      includeThoughts === false ? 'omitted' : model.thinking === 'adaptive' ? 'summarized' : undefined;
    return {
      ...off,
      on: true,
      thinking: shown ? { type: 'adaptive', display: shown } : { type: 'adaptive' },
      effort: nearestEffort(wanted, model.efforts),
    };
  }
  if (obstacles.unsignedToolTurn) return refuse();
  const asked = Math.max(minBudget, budget ?? budgets[effort ?? 'medium']);
  const maxTokens = limit ?? defaultMaxTokens + asked;
  if (maxTokens <= minBudget) return refuse();
  // The reply needs room beside the thoughts, which count into the same limit.
  const fitted = asked < maxTokens ? asked : Math.max(minBudget, Math.floor(maxTokens * 0.8));
  return { maxTokens, on: true, thinking: { type: 'enabled', budget_tokens: fitted } };
}
