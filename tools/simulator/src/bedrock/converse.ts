import { compose, type Composition } from '../compose/compose.js';
import { jsonReply, streamReply, type Call, type Reply } from '../http/reply.js';
import { splitEvery, splitWords } from '../text/tokens.js';
import { bedrockError } from './bedrock-errors.js';
import { cachedPrefix, conversationFault, conversePrompt } from './converse-request.js';
import { converseSchema, type ConverseRequest } from './converse.schema.js';
import { eventFrame } from './event-frame.js';

type Block =
  | { reasoningContent: { reasoningText: { text: string; signature?: string } } }
  | { toolUse: { toolUseId: string; name: string; input: Record<string, unknown> } }
  | { text: string };

const stopReasons = { stop: 'end_turn', length: 'max_tokens', tool: 'tool_use' } as const;
const streamType = { 'content-type': 'application/vnd.amazon.eventstream' };

/** `POST /model/{id}/converse` and `/converse-stream`; ids may be those of inference profiles, or ARNs. */
export function converse(call: Call, match: RegExpExecArray): Reply {
  const model = decodeURIComponent(match[1] ?? '');
  if (/^(unknown|no-such)/i.test(model))
    return bedrockError(400, 'The provided model identifier is invalid.');
  const parsed = converseSchema.safeParse(call.body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    return bedrockError(
      400,
      `Value at '${issue.path.join('.')}' failed to satisfy constraint: ${issue.message}`,
    );
  }
  const request = parsed.data;
  const fault = conversationFault(request);
  if (fault !== undefined) return bedrockError(400, fault);
  const answer = compose(conversePrompt(model, request), call.behaviour, call.random);
  const { usage, stateful } = converseUsage(model, request, answer, call);
  const stopReason = stopReasons[answer.finish];
  const content = contentBlocks(model, answer, call);
  const metrics = { latencyMs: 100 + call.random.int(0, 900) };
  const tail = { ...(call.behaviour.usage === 'normal' && { usage }), metrics };
  const reply =
    match[2] === 'converse'
      ? jsonReply(200, { output: { message: { role: 'assistant', content } }, stopReason, ...tail })
      : streamReply(converseFrames(content, answer, stopReason, tail), streamType);
  return stateful ? { ...reply, stateful } : reply;
}

/** Anthropic's models sign what they think, others do not. */
function contentBlocks(model: string, answer: Composition, call: Call): Block[] {
  const blocks: Block[] = [];
  if (answer.reasoningText) {
    const signature = model.includes('anthropic.') ? { signature: `Eq${call.random.id(60)}` } : {};
    blocks.push({ reasoningContent: { reasoningText: { text: answer.reasoningText, ...signature } } });
  }
  for (const { name, arguments: input } of answer.toolCalls)
    blocks.push({ toolUse: { toolUseId: `tooluse_${call.random.id(22)}`, name, input } });
  if (answer.toolCalls.length === 0) blocks.push({ text: answer.text });
  return blocks;
}

/** Counts are disjoint: `inputTokens` leaves out what was read from or written to the cache. */
function converseUsage(model: string, request: ConverseRequest, answer: Composition, call: Call) {
  const { input, cached, output } = answer.usage;
  const prefix = call.behaviour.cachedTokens === null ? cachedPrefix(request) : null;
  const hit = prefix !== null && call.seenPrefix(`${model}\n${prefix.text}`);
  const read = hit ? prefix.tokens : cached;
  const written = prefix && !hit ? prefix.tokens : 0;
  const inputTokens = Math.max(1, input - read - written);
  const usage = {
    inputTokens,
    outputTokens: output,
    totalTokens: inputTokens + read + written + output,
    cacheReadInputTokens: read,
    cacheWriteInputTokens: written,
    ...(prefix && written > 0 && { cacheDetails: [{ inputTokens: written, ttl: prefix.ttl }] }),
  };
  return { usage, stateful: prefix !== null };
}

/** Only tools get a start; every block gets deltas and a stop. Usage comes last, behind the reason. */
function converseFrames(blocks: Block[], answer: Composition, stopReason: string, tail: object): Buffer[] {
  const frames = [eventFrame('messageStart', { role: 'assistant' })];
  for (const [contentBlockIndex, block] of blocks.entries()) {
    const delta = (value: object) =>
      frames.push(eventFrame('contentBlockDelta', { contentBlockIndex, delta: value }));
    if ('toolUse' in block) {
      const { input, ...toolUse } = block.toolUse;
      frames.push(eventFrame('contentBlockStart', { contentBlockIndex, start: { toolUse } }));
      for (const piece of splitEvery(JSON.stringify(input), 8)) delta({ toolUse: { input: piece } });
    } else if ('reasoningContent' in block) {
      const { text, signature } = block.reasoningContent.reasoningText;
      for (const piece of splitWords(text)) delta({ reasoningContent: { text: piece } });
      if (signature !== undefined) delta({ reasoningContent: { signature } });
    } else for (const text of answer.pieces) delta({ text });
    frames.push(eventFrame('contentBlockStop', { contentBlockIndex }));
  }
  frames.push(eventFrame('messageStop', { stopReason }), eventFrame('metadata', tail));
  return frames;
}
