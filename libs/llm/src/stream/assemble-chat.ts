import { isRecord, list, record, text, type Json } from '../json/json-value.js';
import type { Assembler } from './assembler.js';

type ToolCall = { id?: unknown; type?: unknown; name: string; arguments: string[]; extra: Json };
type Choice = {
  role: string;
  content: string[];
  reasoning: string[];
  reasoningKey: string;
  refusal: string[];
  legacyText: string[];
  tools: Map<number, ToolCall>;
  functionCall?: { name: string; arguments: string[] };
  audio?: { id?: unknown; data: string[]; transcript: string[] };
  images: unknown[];
  annotations: unknown[];
  finish: unknown;
};

/** More indexes than this in one stream are garbage, not choices or tool calls. */
const maxIndex = 1024;

const newChoice = (): Choice => ({
  role: 'assistant',
  content: [],
  reasoning: [],
  reasoningKey: 'reasoning_content',
  refusal: [],
  legacyText: [],
  tools: new Map(),
  images: [],
  annotations: [],
  finish: null,
});

const index = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < maxIndex ? value : fallback;

function push(parts: string[], value: unknown): void {
  if (typeof value === 'string' && value !== '') parts.push(value);
}

/** Mistral's and others' content parts: text, and thinking in parts of its own. */
function addContent(choice: Choice, content: unknown): void {
  if (typeof content === 'string') return push(choice.content, content);
  for (const entry of list(content)) {
    const part = record(entry);
    if (part['type'] === 'thinking')
      for (const thought of list(part['thinking'])) push(choice.reasoning, record(thought)['text']);
    else push(choice.content, part['text']);
  }
}

function addToolCalls(choice: Choice, calls: unknown): void {
  for (const [position, entry] of list(calls).entries()) {
    const call = record(entry);
    const fn = record(call['function']);
    const at = index(call['index'], position);
    let tool = choice.tools.get(at);
    if (!tool) choice.tools.set(at, (tool = { name: '', arguments: [], extra: {} }));
    if (text(call['id'])) tool.id = call['id'];
    if (text(call['type'])) tool.type = call['type'];
    if (isRecord(call['extra_content'])) tool.extra['extra_content'] = call['extra_content'];
    tool.name += text(fn['name']) ?? '';
    push(tool.arguments, fn['arguments']);
    if (isRecord(fn['arguments'])) tool.arguments.push(JSON.stringify(fn['arguments']));
  }
}

function addDelta(choice: Choice, delta: Json): void {
  choice.role = text(delta['role']) ?? choice.role;
  addContent(choice, delta['content']);
  if (typeof delta['reasoning'] === 'string' && delta['reasoning_content'] === undefined) {
    choice.reasoningKey = 'reasoning';
    push(choice.reasoning, delta['reasoning']);
  } else push(choice.reasoning, delta['reasoning_content']);
  push(choice.refusal, delta['refusal']);
  addToolCalls(choice, delta['tool_calls']);
  choice.images.push(...list(delta['images']));
  choice.annotations.push(...list(delta['annotations']));
  if (isRecord(delta['function_call'])) {
    choice.functionCall ??= { name: '', arguments: [] };
    choice.functionCall.name += text(delta['function_call']['name']) ?? '';
    push(choice.functionCall.arguments, delta['function_call']['arguments']);
  }
  if (isRecord(delta['audio'])) {
    choice.audio ??= { data: [], transcript: [] };
    choice.audio.id ??= delta['audio']['id'];
    push(choice.audio.data, delta['audio']['data']);
    push(choice.audio.transcript, delta['audio']['transcript']);
  }
}

function toMessage(choice: Choice): Json {
  const content = choice.content.join('');
  const message: Json = {
    role: choice.role,
    content: content === '' && choice.tools.size > 0 ? null : content,
  };
  if (choice.reasoning.length > 0) message[choice.reasoningKey] = choice.reasoning.join('');
  if (choice.refusal.length > 0) message['refusal'] = choice.refusal.join('');
  if (choice.tools.size > 0)
    message['tool_calls'] = [...choice.tools.entries()]
      .sort(([a], [b]) => a - b)
      .map(([, tool]) => ({
        id: tool.id,
        type: tool.type ?? 'function',
        function: { name: tool.name, arguments: tool.arguments.join('') },
        ...tool.extra,
      }));
  if (choice.functionCall)
    message['function_call'] = {
      name: choice.functionCall.name,
      arguments: choice.functionCall.arguments.join(''),
    };
  if (choice.audio)
    message['audio'] = {
      id: choice.audio.id,
      data: choice.audio.data.join(''),
      transcript: choice.audio.transcript.join(''),
    };
  if (choice.images.length > 0) message['images'] = choice.images;
  if (choice.annotations.length > 0) message['annotations'] = choice.annotations;
  return message;
}

/** OpenAI's chat and legacy completion chunks, and their relatives' (Groq's `x_groq.usage`, Perplexity's citations). */
export function assembleChat(): Assembler {
  const head: Json = {};
  const choices = new Map<number, Choice>();
  let usage: unknown;
  let error: unknown;
  let legacy = false;

  const choiceAt = (at: number): Choice => {
    let choice = choices.get(at);
    if (!choice) choices.set(at, (choice = newChoice()));
    return choice;
  };

  return {
    add(event) {
      for (const key of [
        'id',
        'created',
        'model',
        'system_fingerprint',
        'service_tier',
        'provider',
        'citations',
      ])
        if (event[key] !== undefined && event[key] !== '' && event[key] !== null) head[key] = event[key];
      if (Array.isArray(event['search_results'])) head['search_results'] = event['search_results'];
      if (isRecord(event['usage'])) usage = event['usage'];
      const groq = record(event['x_groq']);
      if (isRecord(groq['usage'])) usage ??= groq['usage'];
      if (event['error'] !== undefined && event['error'] !== null) error = event['error'];
      for (const [position, entry] of list(event['choices']).entries()) {
        if (!isRecord(entry)) continue;
        const choice = choiceAt(index(entry['index'], position));
        if (typeof entry['text'] === 'string') {
          legacy = true;
          push(choice.legacyText, entry['text']);
        }
        if (isRecord(entry['delta'])) addDelta(choice, entry['delta']);
        else if (isRecord(entry['message'])) addDelta(choice, entry['message']);
        if (entry['finish_reason'] !== undefined && entry['finish_reason'] !== null)
          choice.finish = entry['finish_reason'];
        // Some servers put the usage into the last choice.
        if (isRecord(entry['usage'])) usage ??= entry['usage'];
      }
    },
    finish() {
      const sorted = [...choices.entries()].sort(([a], [b]) => a - b);
      const reply: Json = { ...head, object: legacy ? 'text_completion' : 'chat.completion' };
      reply['choices'] = sorted.map(([at, choice]) =>
        legacy
          ? { index: at, text: choice.legacyText.join(''), finish_reason: choice.finish }
          : { index: at, message: toMessage(choice), finish_reason: choice.finish },
      );
      if (usage !== undefined) reply['usage'] = usage;
      if (error !== undefined) reply['error'] = error;
      const complete = sorted.length > 0 && sorted.every(([, choice]) => choice.finish !== null);
      return { reply, complete, usageFinal: true };
    },
  };
}
