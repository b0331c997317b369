import { isRecord, list, record, text, type Json } from '../json/json-value.js';
import type { Assembler } from './assembler.js';

type Item = { head: Json; text: Map<string, string[]>; done?: Json };

const terminal = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
]);
const deltas: Record<string, string> = {
  'response.output_text.delta': 'output_text',
  'response.refusal.delta': 'refusal',
  'response.function_call_arguments.delta': 'arguments',
  'response.custom_tool_call_input.delta': 'input',
  'response.reasoning_summary_text.delta': 'summary_text',
  'response.reasoning_text.delta': 'reasoning_text',
};
const maxItems = 4096;

function toOutput({ head, text: parts, done }: Item): Json {
  if (done) return done;
  const output: Json = { ...head, status: 'incomplete' };
  const joined = (kind: string) => parts.get(kind)?.join('');
  const content: Json[] = [];
  const answer = joined('output_text');
  const refusal = joined('refusal');
  const thought = joined('reasoning_text');
  const summary = joined('summary_text');
  if (answer !== undefined) content.push({ type: 'output_text', text: answer, annotations: [] });
  if (refusal !== undefined) content.push({ type: 'refusal', refusal });
  if (thought !== undefined) content.push({ type: 'reasoning_text', text: thought });
  if (content.length > 0) output['content'] = content;
  if (summary !== undefined) output['summary'] = [{ type: 'summary_text', text: summary }];
  for (const kind of ['arguments', 'input']) if (parts.has(kind)) output[kind] = joined(kind);
  return output;
}

/**
 * OpenAI's Responses: the final event carries the whole response; a cancelled stream is put together from its
 * deltas. Transcription, speech and image streams of OpenAI share the `type` naming and are read here too.
 */
export function assembleResponses(): Assembler {
  let response: Json = { object: 'response' };
  let complete = false;
  let error: unknown;
  const items = new Map<string, Item>();
  const transcript: string[] = [];
  let media: Json | undefined;

  const itemOf = (event: Json): Item => {
    const key = String(event['output_index'] ?? event['item_id'] ?? 0);
    let item = items.get(key);
    if (!item) {
      item = { head: { type: 'message', role: 'assistant' }, text: new Map() };
      if (items.size < maxItems) items.set(key, item);
    }
    return item;
  };

  return {
    add(event, name) {
      const type = text(event['type']) ?? name ?? '';
      if (isRecord(event['response'])) response = event['response'];
      if (terminal.has(type)) complete = true;
      const kind = deltas[type];
      if (kind !== undefined) {
        if (typeof event['delta'] !== 'string') return;
        const parts = itemOf(event).text;
        const chunks = parts.get(kind);
        if (chunks) chunks.push(event['delta']);
        else parts.set(kind, [event['delta']]);
      } else if (type === 'response.output_item.added' && isRecord(event['item'])) {
        itemOf(event).head = event['item'];
      } else if (type === 'response.output_item.done' && isRecord(event['item'])) {
        itemOf(event).done = event['item'];
      } else if (type === 'error') {
        error = event['error'] ?? { message: event['message'], code: event['code'] };
      } else if (type === 'transcript.text.delta') {
        if (typeof event['delta'] === 'string') transcript.push(event['delta']);
      } else if (/^(transcript\.text|speech\.audio)\.done$|^image_\w+\.completed$/.test(type)) {
        media = event;
        complete = true;
      }
    },
    finish() {
      if (media || transcript.length > 0) {
        const reply: Json = { ...media, text: media?.['text'] ?? transcript.join('') };
        if (error !== undefined) reply['error'] = error;
        return { reply, complete, usageFinal: true };
      }
      const reply: Json = { ...response };
      if (list(response['output']).length === 0 && items.size > 0)
        reply['output'] = [...items.values()].map(toOutput);
      if (error !== undefined && !isRecord(record(reply)['error'])) reply['error'] = error;
      return { reply, complete, usageFinal: true };
    },
  };
}
