import { isRecord, record, text, type Json } from '../../json/json-value.js';
import { readAnthropicUsage } from '../../usage/read-anthropic-usage.js';
import type { ReplyContext } from '../codec.js';
import type { ConversationReply } from '../conversation/reply.js';
import { defined } from '../wire/defined.js';
import { readStopReason, writeStopReason } from './messages-finish.js';
import { readBlocks } from './read-blocks.js';
import { writeMessagesUsage } from './messages-usage.js';
import { writeReplyPart } from './write-reply-part.js';

/** Reads a whole message of the assistant's. */
export function readMessagesReply(body: Json): ConversationReply {
  const parts = readBlocks(body['content']);
  const hasCalls = parts.some((part) => part.type === 'tool_call');
  const usage = isRecord(body['usage']) ? readAnthropicUsage(body['usage']) : null;
  return defined({
    id: text(body['id']),
    model: text(body['model']),
    choices: [
      defined({
        index: 0,
        parts,
        finish: readStopReason(body['stop_reason'], hasCalls),
        stopSequence: text(body['stop_sequence']),
      }),
    ],
    usage: usage ?? undefined,
    serviceTier: text(record(body['usage'])['service_tier']),
  });
}

/** Writes the first choice of a reply as a message; Anthropic knows no others. */
export function writeMessagesReply(reply: ConversationReply, context: ReplyContext): Json {
  const choice = reply.choices.find(({ index }) => index === 0) ?? reply.choices[0];
  const stopSequence = choice?.stopSequence;
  return {
    id: reply.id ?? `msg_${context.id}`,
    type: 'message',
    role: 'assistant',
    model: reply.model ?? context.model,
    content: (choice?.parts ?? []).map(writeReplyPart).filter((block) => block !== undefined),
    stop_reason: writeStopReason(choice?.finish ?? 'stop', stopSequence),
    stop_sequence: stopSequence ?? null,
    usage: writeMessagesUsage(reply.usage),
  };
}
