import type { Json } from '../../json/json-value.js';
import type { ContextEditing } from '../conversation/request.js';
import { defined } from '../wire/defined.js';

/** What `anthropic-beta` must name for `context_management` to be read. */
export const contextManagementBeta = 'context-management-2025-06-27';

const amount = (type: string, value: number | undefined) =>
  value === undefined ? undefined : { type, value };

/**
 * `context_editing` (page gateway/concepts/context-editing) as Anthropic's `context_management`; undefined when it is
 * off. Without a strategy, tool uses are cleared by Anthropic's own thresholds. Thinking comes first in the list, as
 * Anthropic demands.
 */
export function writeContextManagement(editing: ContextEditing | undefined): Json | undefined {
  if (!editing?.enabled) return undefined;
  const { clearThinking: thinking } = editing;
  const uses = editing.clearToolUses ?? (thinking ? undefined : {});
  const edits: Json[] = [];
  if (thinking)
    edits.push(
      defined({
        type: 'clear_thinking_20251015',
        keep: thinking.keep === 'all' ? 'all' : amount('thinking_turns', thinking.keep),
      }),
    );
  if (uses)
    edits.push(
      defined({
        type: 'clear_tool_uses_20250919',
        trigger: amount('input_tokens', uses.trigger),
        keep: amount('tool_uses', uses.keep),
        clear_at_least: amount('input_tokens', uses.clearAtLeast),
        exclude_tools: uses.excludeTools,
        clear_tool_inputs: uses.clearToolInputs,
      }),
    );
  return { edits };
}
