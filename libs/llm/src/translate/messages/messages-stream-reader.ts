import { isRecord, parseJson, record, text, type Json } from '../../json/json-value.js';
import { createEventStreamReader } from '../../stream/event-stream-reader.js';
import { createSseReader } from '../../stream/sse-reader.js';
import { readAnthropicUsage } from '../../usage/read-anthropic-usage.js';
import type { StreamReader } from '../codec.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { defined } from '../wire/defined.js';
import { readErrorBody } from '../wire/error-body.js';
import { jsonToolName } from '../wire/tool-input.js';
import { statusOfType } from './messages-error.js';
import { readStopReason } from './messages-finish.js';
import { readCitation } from './read-blocks.js';

type Block = {
  part: number;
  kind: 'text' | 'thinking' | 'tool_call' | 'json';
  /** Arguments that stood in the block's start; sent when no deltas follow. */
  input?: string;
};

/** More blocks than this in one reply are garbage. */
const maxBlocks = 4096;

/** Turns the events of one message, whichever way they came, into stream events. */
function createMessageReader(emit: (event: StreamEvent) => void) {
  const blocks = new Map<unknown, Block>();
  let next = 0;
  let usage: Json | undefined;
  let hasCalls = false;
  let started = false;
  let ended = false;

  const merge = (more: unknown) => {
    if (!isRecord(more)) return;
    usage = { ...usage };
    // Compatible servers repeat counts as zero in one of the two events; what was stated stands.
    for (const [key, value] of Object.entries(more))
      if (value !== null && !(value === 0 && usage[key])) usage[key] = value;
  };

  function start(message: Json): void {
    merge(message['usage']);
    if (started) return;
    started = true;
    const tier = text(record(message['usage'])['service_tier']);
    emit(
      defined({ type: 'start', id: text(message['id']), model: text(message['model']), serviceTier: tier }),
    );
  }

  function openTool(index: unknown, block: Json, part: number): void {
    const input = isRecord(block['input']) && Object.keys(block['input']).length > 0;
    const given = input ? JSON.stringify(block['input']) : undefined;
    if (block['name'] === jsonToolName) {
      blocks.set(index, defined({ part, kind: 'json', input: given }));
      return emit({ type: 'part_start', choice: 0, part, kind: 'text' });
    }
    hasCalls = true;
    blocks.set(index, defined({ part, kind: 'tool_call', input: given }));
    const name = text(block['name']) ?? '';
    emit({ type: 'part_start', choice: 0, part, kind: 'tool_call', id: text(block['id']) ?? '', name });
  }

  function open(index: unknown, block: Json): void {
    if (blocks.size >= maxBlocks || blocks.has(index)) return;
    const part = next;
    switch (block['type']) {
      case 'tool_use':
        next += 1;
        return openTool(index, block, part);
      case 'redacted_thinking':
        next += 1;
        blocks.set(index, { part, kind: 'thinking' });
        emit({ type: 'part_start', choice: 0, part, kind: 'thinking' });
        return emit({ type: 'redacted_thinking', choice: 0, part, data: text(block['data']) ?? '' });
      case 'text':
      case 'thinking': {
        next += 1;
        const kind = block['type'];
        blocks.set(index, { part, kind });
        emit({ type: 'part_start', choice: 0, part, kind });
        const words = text(block[kind]);
        if (words !== undefined) emit({ type: kind, choice: 0, part, text: words });
        return;
      }
      default:
      // Searches that the provider ran, and their results: no other format has a place for them.
    }
  }

  function add(index: unknown, delta: Json): void {
    let block = blocks.get(index);
    if (!block && (text(delta['text']) !== undefined || text(delta['thinking']) !== undefined)) {
      open(index, { type: text(delta['text']) === undefined ? 'thinking' : 'text' });
      block = blocks.get(index);
    }
    if (!block) return;
    const { part, kind } = block;
    const words = text(delta['text']);
    const thought = text(delta['thinking']);
    const json = text(delta['partial_json']);
    const signature = text(delta['signature']);
    if (words !== undefined && kind === 'text') emit({ type: 'text', choice: 0, part, text: words });
    if (thought !== undefined && kind === 'thinking')
      emit({ type: 'thinking', choice: 0, part, text: thought });
    if (signature !== undefined && kind === 'thinking')
      emit({ type: 'signature', choice: 0, part, signature, signer: 'anthropic' });
    if (isRecord(delta['citation']) && kind === 'text')
      emit({ type: 'citation', choice: 0, part, citation: readCitation(delta['citation']) });
    if (json === undefined || (kind !== 'tool_call' && kind !== 'json')) return;
    delete block.input;
    emit(
      kind === 'json'
        ? { type: 'text', choice: 0, part, text: json }
        : { type: 'arguments', choice: 0, part, json },
    );
  }

  function close(index: unknown): void {
    const block = blocks.get(index);
    if (!block) return;
    const { part, kind, input } = block;
    if (input !== undefined)
      emit(
        kind === 'json'
          ? { type: 'text', choice: 0, part, text: input }
          : { type: 'arguments', choice: 0, part, json: input },
      );
    emit({ type: 'part_end', choice: 0, part });
    blocks.delete(index);
  }

  function end(): void {
    if (ended) return;
    ended = true;
    for (const index of [...blocks.keys()]) close(index);
    const counted = usage && readAnthropicUsage(usage);
    if (counted) emit({ type: 'usage', usage: counted });
    emit({ type: 'end' });
  }

  function read(event: Json, name: string | undefined): void {
    if (ended) return;
    switch (text(event['type']) ?? name) {
      case 'message_start':
        return start(record(event['message']));
      case 'content_block_start':
        return open(event['index'], record(event['content_block']));
      case 'content_block_delta':
        return add(event['index'], record(event['delta']));
      case 'content_block_stop':
        return close(event['index']);
      case 'message_delta': {
        merge(event['usage']);
        const { stop_reason: reason, stop_sequence: sequence } = record(event['delta']);
        if (reason === undefined || reason === null) return;
        for (const index of [...blocks.keys()]) close(index);
        const stopSequence = text(sequence);
        return emit(
          defined({ type: 'finish', choice: 0, reason: readStopReason(reason, hasCalls), stopSequence }),
        );
      }
      case 'message_stop':
        return end();
      case 'error': {
        const error = readErrorBody(500, event);
        return emit(defined({ type: 'error', error, status: statusOfType(error.type) }));
      }
    }
  }
  return { read, end };
}

/**
 * Reads Anthropic's message stream: server-sent events, or Bedrock's binary frames around the same events, told apart
 * by the first byte (a frame begins with its length, of which the first byte is zero).
 */
export function createMessagesStreamReader(): StreamReader {
  let events: StreamEvent[] = [];
  const emit = (event: StreamEvent) => void events.push(event);
  const message = createMessageReader(emit);
  const fromText = (source: string, name?: string) => {
    const event = parseJson(source);
    if (isRecord(event)) message.read(event, name);
  };
  let reader: { push(chunk: Uint8Array): void; end(): void } | undefined;
  const readerFor = (first: number | undefined) =>
    first === 0
      ? createEventStreamReader(({ type, payload }) => {
          const frame = record(parseJson(payload.toString('utf8')));
          if (typeof frame['bytes'] === 'string')
            fromText(Buffer.from(frame['bytes'], 'base64').toString('utf8'));
          else if (type !== 'chunk') emit({ type: 'error', error: { ...readErrorBody(500, frame), type } });
        })
      : createSseReader(({ data, event }) => fromText(data, event));
  const taken = () => {
    const result = events;
    events = [];
    return result;
  };
  return {
    push(chunk) {
      if (chunk.length === 0) return [];
      reader ??= readerFor(chunk[0]);
      reader.push(chunk);
      return taken();
    },
    end() {
      reader?.end();
      message.end();
      return taken();
    },
  };
}
