import { isRecord, parseJson, record, text, type Json } from '../json/json-value.js';
import type { Assembler } from './assembler.js';

type Block = { words: string[]; thinking: string[]; input: string[]; tool?: Json };

/** Bedrock's ConverseStream; `name` is the frame's event type, its payload the event. */
export function assembleConverse(): Assembler {
  const blocks = new Map<number, Block>();
  let role = 'assistant';
  let stopReason: unknown;
  let tail: Json = {};
  const blockAt = (value: unknown): Block => {
    const at = typeof value === 'number' ? value : 0;
    let block = blocks.get(at);
    if (!block) blocks.set(at, (block = { words: [], thinking: [], input: [] }));
    return block;
  };
  return {
    add(event, name) {
      if (name === 'messageStart') role = text(event['role']) ?? role;
      else if (name === 'contentBlockStart') {
        const tool = record(event['start'])['toolUse'];
        if (isRecord(tool)) blockAt(event['contentBlockIndex']).tool = tool;
      } else if (name === 'contentBlockDelta') {
        const block = blockAt(event['contentBlockIndex']);
        const delta = record(event['delta']);
        const thought = record(delta['reasoningContent'])['text'];
        const input = record(delta['toolUse'])['input'];
        if (typeof delta['text'] === 'string') block.words.push(delta['text']);
        if (typeof thought === 'string') block.thinking.push(thought);
        if (typeof input === 'string') block.input.push(input);
      } else if (name === 'messageStop') stopReason = event['stopReason'];
      else if (name === 'metadata') tail = event;
    },
    finish() {
      const content = [...blocks.entries()]
        .sort(([a], [b]) => a - b)
        .map(([, block]): Json => {
          if (block.tool) {
            const source = block.input.join('');
            return { toolUse: { ...block.tool, input: source === '' ? {} : (parseJson(source) ?? source) } };
          }
          if (block.thinking.length > 0)
            return { reasoningContent: { reasoningText: { text: block.thinking.join('') } } };
          return { text: block.words.join('') };
        });
      const reply: Json = { output: { message: { role, content } }, ...tail };
      if (stopReason !== undefined) reply['stopReason'] = stopReason;
      return { reply, complete: stopReason !== undefined, usageFinal: true };
    },
  };
}
