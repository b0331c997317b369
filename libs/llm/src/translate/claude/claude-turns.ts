import type { Message } from '../conversation/message.js';
import type { ConversationRequest } from '../conversation/request.js';
import type { ThinkingObstacles } from './claude-thinking.js';

/**
 * Whether the last turn of the assistant called tools without signed thoughts before it: a model that thinks by a
 * budget is refused such a history. Clients of other formats seldom send thoughts back.
 */
function isUnsignedToolTurn(messages: readonly Message[]): boolean {
  const last = messages.at(-1);
  if (!last || last.role === 'assistant') return false;
  if (!last.parts.some((part) => part.type === 'tool_result')) return false;
  // Back to the user's last words: the calls in between are one turn, and its first message must begin with a thought.
  let first: Message | undefined;
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at];
    if (!message) continue;
    if (message.role === 'assistant') first = message;
    else if (message.role === 'user' && !message.parts.some((part) => part.type === 'tool_result')) break;
  }
  if (!first?.parts.some((part) => part.type === 'tool_call')) return false;
  return !first.parts.some(
    (part) => part.type === 'thinking' && (part.signature !== undefined || part.redacted !== undefined),
  );
}

/** What in a request keeps a Claude model from thinking. */
export function thinkingObstacles(request: ConversationRequest, forcedTool: boolean): ThinkingObstacles {
  const spoken = request.messages.filter(({ role }) => role !== 'system' && role !== 'developer');
  return {
    forcedTool,
    prefill: spoken.at(-1)?.role === 'assistant',
    unsignedToolTurn: isUnsignedToolTurn(spoken),
  };
}
