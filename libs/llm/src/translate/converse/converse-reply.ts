import type { Usage } from '@heliostat/contracts';
import { isRecord, record, text, type Json } from '../../json/json-value.js';
import { readConverseUsage } from '../../usage/read-other-usage.js';
import type { ConversationReply } from '../conversation/reply.js';
import { defined } from '../wire/defined.js';
import { DroppedParams } from '../wire/dropped-params.js';
import { readConverseBlocks, writeBlock } from './converse-blocks.js';
import { readConverseFinish, writeConverseFinish } from './converse-finish.js';

/** Reads a whole reply. Converse names neither a reply nor a model. */
export function readConverseReply(body: Json): ConversationReply {
  const parts = readConverseBlocks(record(record(body['output'])['message'])['content']);
  const hasCalls = parts.some((part) => part.type === 'tool_call');
  const usage = isRecord(body['usage']) ? readConverseUsage(body['usage']) : null;
  return defined({
    choices: [
      defined({
        index: 0,
        parts,
        finish: readConverseFinish(body['stopReason'], hasCalls),
        stopSequence: text(record(body['additionalModelResponseFields'])['stop_sequence']),
      }),
    ],
    usage: usage ?? undefined,
  });
}

export function writeConverseUsage(usage: Usage): Json {
  const read = usage.cacheRead ?? 0;
  const written = (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0);
  return defined({
    inputTokens: usage.input,
    outputTokens: usage.output,
    totalTokens: usage.input + usage.output + read + written,
    cacheReadInputTokens: read > 0 ? read : undefined,
    cacheWriteInputTokens: written > 0 ? written : undefined,
  });
}

export function writeConverseReply(reply: ConversationReply): Json {
  const choice = reply.choices[0];
  const unnamed = new DroppedParams();
  const content = (choice?.parts ?? [])
    .map((part) => writeBlock(part, unnamed))
    .filter((block) => block !== undefined);
  return defined({
    output: { message: { role: 'assistant', content } },
    stopReason: writeConverseFinish(choice?.finish ?? 'stop'),
    usage: reply.usage && writeConverseUsage(reply.usage),
  });
}
