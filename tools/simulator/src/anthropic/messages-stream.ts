import type { Composition } from '../compose/compose.js';
import { splitEvery, splitWords } from '../text/tokens.js';
import type { ContentBlock, MessageUsage } from './messages.js';

type Message = { content: ContentBlock[]; stop_reason: string; usage?: MessageUsage };

/** message_start, ping, one start/deltas/stop for each block, message_delta with the final usage, message_stop. */
export function messageFrames(message: Message, answer: Composition): string[] {
  const frames: string[] = [];
  const emit = (type: string, body: object = {}) =>
    frames.push(`event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`);
  const opening = message.usage && { usage: { ...message.usage, output_tokens: 1 } };
  emit('message_start', { message: { ...message, content: [], stop_reason: null, ...opening } });
  message.content.forEach((block, index) => {
    const delta = (value: object) => emit('content_block_delta', { index, delta: value });
    emit('content_block_start', { index, content_block: emptied(block) });
    if (index === 0) emit('ping');
    if (block.type === 'thinking') {
      for (const thinking of splitWords(block.thinking)) delta({ type: 'thinking_delta', thinking });
      delta({ type: 'signature_delta', signature: block.signature });
    } else if (block.type === 'tool_use') {
      delta({ type: 'input_json_delta', partial_json: '' });
      for (const partial_json of splitEvery(JSON.stringify(block.input), 8))
        delta({ type: 'input_json_delta', partial_json });
    } else {
      for (const text of answer.pieces) delta({ type: 'text_delta', text });
    }
    emit('content_block_stop', { index });
  });
  emit('message_delta', {
    delta: { stop_reason: message.stop_reason, stop_sequence: null },
    ...(message.usage && { usage: finalUsage(message.usage) }),
  });
  emit('message_stop');
  return frames;
}

const finalUsage = (usage: MessageUsage) => ({
  input_tokens: usage.input_tokens,
  cache_creation_input_tokens: usage.cache_creation_input_tokens,
  cache_read_input_tokens: usage.cache_read_input_tokens,
  output_tokens: usage.output_tokens,
});

function emptied(block: ContentBlock): ContentBlock {
  if (block.type === 'thinking') return { ...block, thinking: '', signature: '' };
  return block.type === 'tool_use' ? { ...block, input: {} } : { ...block, text: '' };
}
