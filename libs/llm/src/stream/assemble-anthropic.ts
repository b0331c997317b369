import { isRecord, parseJson, record, text, type Json } from '../json/json-value.js';
import type { Assembler } from './assembler.js';

type Block = {
  head: Json;
  text: string[];
  thinking: string[];
  json: string[];
  signature: string[];
  citations: unknown[];
};

const maxBlocks = 4096;

function toContent({ head, text: words, thinking, json, signature, citations }: Block): Json {
  const block: Json = { ...head };
  if (words.length > 0) block['text'] = (text(head['text']) ?? '') + words.join('');
  if (thinking.length > 0) block['thinking'] = (text(head['thinking']) ?? '') + thinking.join('');
  if (signature.length > 0) block['signature'] = signature.join('');
  if (citations.length > 0) block['citations'] = citations;
  if (json.length > 0) {
    const source = json.join('');
    // A stream cut inside a tool call leaves half a JSON text; it is kept as it is.
    block['input'] = parseJson(source) ?? source;
  }
  return block;
}

/**
 * Anthropic's message stream. `message_start` states input and cache counts, `message_delta` the final output (and
 * repeats or corrects the others); usage is their merge. Until a `message_delta` came, the output count is not final.
 */
export function assembleAnthropic(): Assembler {
  let message: Json = { type: 'message', role: 'assistant' };
  let usage: Json | undefined;
  let final = false;
  let complete = false;
  let error: unknown;
  const blocks = new Map<number, Block>();

  const blockAt = (value: unknown): Block => {
    const at = typeof value === 'number' ? value : 0;
    let block = blocks.get(at);
    if (!block) {
      block = {
        head: { type: 'text', text: '' },
        text: [],
        thinking: [],
        json: [],
        signature: [],
        citations: [],
      };
      if (blocks.size < maxBlocks) blocks.set(at, block);
    }
    return block;
  };

  const merge = (more: unknown) => {
    if (!isRecord(more)) return;
    usage = { ...usage };
    // Compatible servers repeat counts as zero in one of the two events; what was stated stands.
    for (const [key, value] of Object.entries(more))
      if (value !== null && !(value === 0 && usage[key])) usage[key] = value;
  };

  return {
    add(event, name) {
      switch (text(event['type']) ?? name) {
        case 'message_start':
          message = { ...message, ...record(event['message']) };
          merge(message['usage']);
          break;
        case 'content_block_start':
          blockAt(event['index']).head = record(event['content_block']);
          break;
        case 'content_block_delta': {
          const block = blockAt(event['index']);
          const delta = record(event['delta']);
          if (typeof delta['text'] === 'string') block.text.push(delta['text']);
          if (typeof delta['thinking'] === 'string') block.thinking.push(delta['thinking']);
          if (typeof delta['partial_json'] === 'string') block.json.push(delta['partial_json']);
          if (typeof delta['signature'] === 'string') block.signature.push(delta['signature']);
          if (delta['citation'] !== undefined) block.citations.push(delta['citation']);
          break;
        }
        case 'message_delta':
          Object.assign(message, record(event['delta']));
          if (isRecord(event['usage'])) final = true;
          merge(event['usage']);
          break;
        case 'message_stop':
          complete = true;
          break;
        case 'error':
          error = event['error'];
          break;
      }
    },
    finish() {
      const content = [...blocks.entries()].sort(([a], [b]) => a - b).map(([, block]) => toContent(block));
      const reply: Json = { ...message, content };
      if (usage) reply['usage'] = usage;
      if (error !== undefined) reply['error'] = error;
      return { reply, complete: complete || message['stop_reason'] != null, usageFinal: final };
    },
  };
}
