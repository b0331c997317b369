import type { Usage } from '@heliostat/contracts';
import type { Json } from '../../json/json-value.js';
import type { ReplyContext, StreamWriter } from '../codec.js';
import type { FinishReason } from '../conversation/reply.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { namedEvent } from '../wire/event-text.js';
import { writeMessagesError } from './messages-error.js';
import { writeStopReason } from './messages-finish.js';
import { writeMessagesUsage } from './messages-usage.js';
import { writeCitation } from './write-reply-part.js';

type PartEvent = Extract<StreamEvent, { part: number }>;

/**
 * Writes the event sequence of Anthropic's message stream: `message_start`, for each part a block's start, deltas and
 * stop, then `message_delta` with the reason and the usage, and `message_stop`. Only the first choice is written.
 */
export function createMessagesStreamWriter(context: ReplyContext): StreamWriter {
  /** Number of a part's block; redacted thoughts start theirs when their data comes. */
  const blocks = new Map<number, number>();
  const pending = new Set<number>();
  /** Parts that are thoughts, and not ended. */
  const thoughts = new Set<number>();
  let next = 0;
  let started = false;
  let stopped = false;
  let usage: Usage | undefined;
  let finish: { reason: FinishReason; stopSequence?: string } | undefined;

  function start(id?: string, model?: string): string {
    if (started) return '';
    started = true;
    const message = {
      id: id ?? `msg_${context.id}`,
      type: 'message',
      role: 'assistant',
      model: model ?? context.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: writeMessagesUsage(undefined),
    };
    return namedEvent({ type: 'message_start', message }) + namedEvent({ type: 'ping' });
  }

  function open(part: number, block: Json): string {
    const index = next++;
    blocks.set(part, index);
    return namedEvent({ type: 'content_block_start', index, content_block: block });
  }

  const opened = (part: number): string => {
    if (!pending.delete(part)) return blocks.has(part) ? '' : open(part, { type: 'text', text: '' });
    return open(part, { type: 'thinking', thinking: '', signature: '' });
  };

  function delta(part: number, value: Json): string {
    const head = opened(part);
    return head + namedEvent({ type: 'content_block_delta', index: blocks.get(part), delta: value });
  }

  function writePart(event: PartEvent): string {
    const { part } = event;
    switch (event.type) {
      case 'part_start':
        if (event.kind === 'tool_call')
          return open(part, { type: 'tool_use', id: event.id, name: event.name, input: {} });
        if (event.kind !== 'thinking') return open(part, { type: 'text', text: '' });
        thoughts.add(part);
        pending.add(part);
        return '';
      case 'text':
      case 'refusal':
        return delta(part, { type: 'text_delta', text: event.text });
      case 'thinking':
        return delta(part, { type: 'thinking_delta', thinking: event.text });
      case 'signature':
        // A signature of a call has no place in Anthropic's format.
        return thoughts.has(part) ? delta(part, { type: 'signature_delta', signature: event.signature }) : '';
      case 'redacted_thinking':
        pending.delete(part);
        return open(part, { type: 'redacted_thinking', data: event.data });
      case 'arguments':
        return delta(part, { type: 'input_json_delta', partial_json: event.json });
      case 'citation':
        return delta(part, { type: 'citations_delta', citation: writeCitation(event.citation) });
      case 'part_end': {
        const head = opened(part);
        thoughts.delete(part);
        return head + namedEvent({ type: 'content_block_stop', index: blocks.get(part) });
      }
      case 'image':
      case 'audio':
        return '';
    }
  }

  function stop(): string {
    if (stopped) return '';
    stopped = true;
    if (!finish && !started) return '';
    const { reason = 'stop', stopSequence } = finish ?? {};
    return (
      namedEvent({
        type: 'message_delta',
        delta: {
          stop_reason: writeStopReason(reason, stopSequence),
          stop_sequence: stopSequence ?? null,
        },
        usage: writeMessagesUsage(usage),
      }) + namedEvent({ type: 'message_stop' })
    );
  }

  function write(event: StreamEvent): string {
    if (stopped || ('choice' in event && event.choice !== 0)) return '';
    switch (event.type) {
      case 'start':
        return start(event.id, event.model);
      case 'finish':
        finish ??= event;
        return start();
      case 'usage':
        usage = event.usage;
        return '';
      case 'error':
        stopped = true;
        return namedEvent({ type: 'error', ...writeMessagesError(event.status ?? 500, event.error) });
      case 'end':
        return stop();
      default:
        return start() + writePart(event);
    }
  }
  return { write: (events) => events.map(write).join('') };
}
