import type { Composition } from '../compose/compose.js';
import { splitEvery } from '../text/tokens.js';
import type { OutputItem } from './responses.js';

/** The Responses API's events in their order; every event carries a `sequence_number`. */
export function responseFrames(
  shell: object,
  done: { status: string; output: OutputItem[] },
  answer: Composition,
): string[] {
  const frames: string[] = [];
  const emit = (type: string, body: object) => {
    const event = { type, sequence_number: frames.length, ...body };
    frames.push(`event: ${type}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  const open = { ...shell, incomplete_details: null, status: 'in_progress', output: [], usage: null };
  emit('response.created', { response: open });
  emit('response.in_progress', { response: open });
  done.output.forEach((item, output_index) => {
    if (item.type === 'message') messageEvents(item, output_index, answer, emit);
    else if (item.type === 'function_call') callEvents(item, output_index, emit);
    else {
      emit('response.output_item.added', { output_index, item });
      emit('response.output_item.done', { output_index, item });
    }
  });
  emit(`response.${done.status}`, { response: done });
  return frames;
}

type Emit = (type: string, body: object) => void;

function messageEvents(
  item: Extract<OutputItem, { type: 'message' }>,
  output_index: number,
  answer: Composition,
  emit: Emit,
): void {
  const at = { item_id: item.id, output_index, content_index: 0 };
  emit('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', content: [] } });
  emit('response.content_part.added', { ...at, part: { ...item.content[0], text: '' } });
  for (const delta of answer.pieces) emit('response.output_text.delta', { ...at, delta, logprobs: [] });
  emit('response.output_text.done', { ...at, text: answer.text, logprobs: [] });
  emit('response.content_part.done', { ...at, part: item.content[0] });
  emit('response.output_item.done', { output_index, item });
}

function callEvents(
  item: Extract<OutputItem, { type: 'function_call' }>,
  output_index: number,
  emit: Emit,
): void {
  const at = { item_id: item.id, output_index };
  emit('response.output_item.added', {
    output_index,
    item: { ...item, status: 'in_progress', arguments: '' },
  });
  for (const delta of splitEvery(item.arguments, 8))
    emit('response.function_call_arguments.delta', { ...at, delta });
  emit('response.function_call_arguments.done', { ...at, name: item.name, arguments: item.arguments });
  emit('response.output_item.done', { output_index, item });
}
