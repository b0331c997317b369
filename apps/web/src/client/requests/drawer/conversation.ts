import type { HeliconeRequest, LlmMessage } from '@heliostat/contracts';
import { messagesFromBodies } from './body-messages';

export type Conversation = { messages: LlmMessage[]; firstAnswer: number };

/** All messages in order; `firstAnswer` is the index of the first one that the model wrote in this call. */
export function conversationOf(row: HeliconeRequest): Conversation {
  const schema = row.llmSchema;
  const asked = [...(schema?.request.messages ?? [])];
  const answered = schema?.response?.messages ?? [];
  const { prompt } = schema?.request ?? {};
  if (asked.length === 0 && prompt) asked.push({ _type: 'message', role: 'user', content: prompt });
  if (asked.length > 0 || answered.length > 0)
    return { messages: [...asked, ...answered], firstAnswer: asked.length };
  const messages = messagesFromBodies(row);
  const last = messages.findLastIndex(({ role }) => role === 'user' || role === 'tool');
  return { messages, firstAnswer: last + 1 };
}
