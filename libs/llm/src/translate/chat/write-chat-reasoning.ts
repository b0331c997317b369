import type { Json } from '../../json/json-value.js';
import type { Reasoning } from '../conversation/request.js';
import type { DroppedParams } from '../wire/dropped-params.js';
import { defined } from '../wire/defined.js';
import { effortOfBudget, nearestEffort } from '../wire/reasoning-effort.js';
import type { ChatDeviations } from './chat-deviations.js';

/** The fields by which a provider is asked to think. A budget stands in for an effort where only efforts are known. */
export function writeChatReasoning(
  reasoning: Reasoning | undefined,
  deviations: ChatDeviations,
  dropped: DroppedParams,
): Json {
  if (!reasoning) return {};
  const { effort, budgetTokens } = reasoning;
  const asked = effort ?? (budgetTokens === undefined ? undefined : effortOfBudget(budgetTokens));
  switch (deviations.reasoning) {
    case 'options':
      return defined({
        reasoning_effort: effort,
        reasoning_options: budgetTokens === undefined ? undefined : { budget_tokens: budgetTokens },
      });
    case 'object': {
      // OpenRouter takes one of the two; the budget is the more exact.
      const object = defined({
        effort: budgetTokens === undefined ? effort : undefined,
        max_tokens: budgetTokens,
        exclude: reasoning.includeThoughts === undefined ? undefined : !reasoning.includeThoughts,
      });
      return Object.keys(object).length === 0 ? {} : { reasoning: object };
    }
    case 'effort':
      if (effort !== undefined && budgetTokens !== undefined) dropped.add('reasoning_options');
      if (asked === undefined) return {};
      // Not to think is the default wherever it cannot be said.
      if (asked === 'none' && !deviations.efforts.includes('none')) return {};
      return { reasoning_effort: nearestEffort(asked, deviations.efforts) };
    case 'switch':
      if (budgetTokens !== undefined) dropped.add('reasoning_options');
      return asked === undefined ? {} : { thinking: { type: asked === 'none' ? 'disabled' : 'enabled' } };
    case 'budget':
      return asked === undefined
        ? {}
        : defined({ enable_thinking: asked !== 'none', thinking_budget: budgetTokens });
    case 'none':
      if (effort !== undefined && effort !== 'none') dropped.add('reasoning_effort');
      if (budgetTokens !== undefined) dropped.add('reasoning_options');
      return {};
  }
}
