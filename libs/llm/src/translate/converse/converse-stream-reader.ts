import { isRecord, parseJson, record, text, type Json } from '../../json/json-value.js';
import { createEventStreamReader } from '../../stream/event-stream-reader.js';
import { readConverseUsage } from '../../usage/read-other-usage.js';
import type { StreamReader } from '../codec.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { jsonToolName } from '../wire/tool-input.js';
import { readConverseCitation } from './converse-blocks.js';
import { readConverseError } from './converse-error.js';
import { readConverseFinish } from './converse-finish.js';

type Block = { part: number; kind: 'text' | 'thinking' | 'tool_call' | 'json' };

/** Statuses of the exceptions that end a stream, as AWS's reference gives them. */
const exceptions: Record<string, number> = {
  internalServerException: 500,
  modelStreamErrorException: 424,
  modelTimeoutException: 408,
  serviceUnavailableException: 503,
  throttlingException: 429,
  validationException: 400,
};
/** More blocks than this in one reply are garbage. */
const maxBlocks = 4096;

/** Reads Bedrock's ConverseStream: binary frames, each with one event as JSON. */
export function createConverseStreamReader(): StreamReader {
  let events: StreamEvent[] = [];
  const emit = (event: StreamEvent) => void events.push(event);
  const blocks = new Map<unknown, Block>();
  let next = 0;
  let hasCalls = false;
  let started = false;
  let ended = false;

  function start(): void {
    if (!started) emit({ type: 'start' });
    started = true;
  }

  function open(index: unknown, kind: 'text' | 'thinking'): Block | undefined {
    const known = blocks.get(index);
    if (known) return known;
    if (blocks.size >= maxBlocks) return undefined;
    const block: Block = { part: next++, kind };
    blocks.set(index, block);
    emit({ type: 'part_start', choice: 0, part: block.part, kind });
    return block;
  }

  function openTool(index: unknown, tool: Json): void {
    // Tools that Bedrock itself ran are nobody's to answer.
    if (tool['type'] === 'server_tool_use' || blocks.has(index) || blocks.size >= maxBlocks) return;
    const part = next++;
    const name = text(tool['name']) ?? '';
    const json = name === jsonToolName;
    blocks.set(index, { part, kind: json ? 'json' : 'tool_call' });
    if (json) return emit({ type: 'part_start', choice: 0, part, kind: 'text' });
    hasCalls = true;
    emit({ type: 'part_start', choice: 0, part, kind: 'tool_call', id: text(tool['toolUseId']) ?? '', name });
  }

  function addThought(index: unknown, thought: Json): void {
    const block = open(index, 'thinking');
    if (block?.kind !== 'thinking') return;
    const { part } = block;
    const words = text(thought['text']);
    const signature = text(thought['signature']);
    const redacted = text(thought['redactedContent']);
    if (words !== undefined) emit({ type: 'thinking', choice: 0, part, text: words });
    if (signature !== undefined) emit({ type: 'signature', choice: 0, part, signature, signer: 'anthropic' });
    if (redacted !== undefined) emit({ type: 'redacted_thinking', choice: 0, part, data: redacted });
  }

  function add(index: unknown, delta: Json): void {
    const words = text(delta['text']);
    if (words !== undefined) {
      const block = open(index, 'text');
      if (block?.kind === 'text') emit({ type: 'text', choice: 0, part: block.part, text: words });
    }
    if (isRecord(delta['citation'])) {
      const block = open(index, 'text');
      const citation = readConverseCitation(delta['citation']);
      if (block?.kind === 'text') emit({ type: 'citation', choice: 0, part: block.part, citation });
    }
    if (isRecord(delta['reasoningContent'])) addThought(index, delta['reasoningContent']);
    const json = text(record(delta['toolUse'])['input']);
    const block = blocks.get(index);
    if (json === undefined || !block) return;
    if (block.kind === 'tool_call') emit({ type: 'arguments', choice: 0, part: block.part, json });
    else if (block.kind === 'json') emit({ type: 'text', choice: 0, part: block.part, text: json });
  }

  function close(index: unknown): void {
    const block = blocks.get(index);
    if (block) emit({ type: 'part_end', choice: 0, part: block.part });
    blocks.delete(index);
  }

  const frames = createEventStreamReader(({ type, payload }) => {
    const event = record(parseJson(payload.toString('utf8')));
    if (Object.hasOwn(exceptions, type) || type.endsWith('Exception')) {
      const status = exceptions[type] ?? 500;
      return emit({ type: 'error', error: { ...readConverseError(status, event), type }, status });
    }
    start();
    const index = event['contentBlockIndex'];
    if (type === 'contentBlockStart') {
      const tool = record(event['start'])['toolUse'];
      if (isRecord(tool)) openTool(index, tool);
    } else if (type === 'contentBlockDelta') add(index, record(event['delta']));
    else if (type === 'contentBlockStop') close(index);
    else if (type === 'messageStop') {
      for (const at of [...blocks.keys()]) close(at);
      emit({ type: 'finish', choice: 0, reason: readConverseFinish(event['stopReason'], hasCalls) });
    } else if (type === 'metadata') {
      const usage = isRecord(event['usage']) ? readConverseUsage(event['usage']) : null;
      if (usage) emit({ type: 'usage', usage });
    }
  });

  const taken = () => {
    const result = events;
    events = [];
    return result;
  };
  return {
    push(chunk) {
      frames.push(chunk);
      return taken();
    },
    end() {
      frames.end();
      if (ended) return [];
      ended = true;
      for (const at of [...blocks.keys()]) close(at);
      emit({ type: 'end' });
      return taken();
    },
  };
}
