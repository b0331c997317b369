import type { Usage } from '@heliostat/contracts';
import { isRecord, list, parseJson, record, text, type Json } from '../../json/json-value.js';
import { createSseReader } from '../../stream/sse-reader.js';
import { readReplyUsage } from '../../usage/read-usage.js';
import type { StreamReader } from '../codec.js';
import type { Part } from '../conversation/message.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { defined } from '../wire/defined.js';
import { readGeminiError } from './gemini-error.js';
import { readGeminiFinish } from './gemini-finish.js';
import { readGrounding } from './gemini-grounding.js';
import { readLogprobs } from './gemini-logprobs.js';
import { readCreated } from './gemini-reply.js';
import { createJsonArrayReader } from './json-array-reader.js';
import { createCallNaming, readGeminiPart, type CallNaming } from './read-gemini-parts.js';

/** Gemini writes at most eight candidates; more in one stream is garbage. */
const maxChoices = 128;

/** Reads the pieces of one candidate. */
function createCandidateReader(choice: number, emit: (event: StreamEvent) => void) {
  let next = 0;
  let open: { part: number; kind: 'text' | 'thinking' } | undefined;
  let hasCalls = false;
  let finished = false;
  /** The text part that citations are about, and its words so far. */
  let answer: { part: number; words: string } | undefined;
  let grounding: unknown;

  function close(): void {
    if (!open) return;
    emit({ type: 'part_end', choice, part: open.part });
    open = undefined;
  }

  function opened(kind: 'text' | 'thinking'): number {
    if (open?.kind === kind) return open.part;
    close();
    open = { part: next++, kind };
    emit({ type: 'part_start', choice, part: open.part, kind });
    return open.part;
  }

  function addPart(part: Part, logprobs: Json | undefined): void {
    switch (part.type) {
      case 'text': {
        const at = opened('text');
        emit(defined({ type: 'text', choice, part: at, text: part.text, logprobs }));
        if (answer?.part === at) answer.words += part.text;
        else answer ??= { part: at, words: part.text };
        return;
      }
      case 'thinking': {
        // A signature without words is about what came before: it has a part of its own.
        if (part.text === '') close();
        const at = opened('thinking');
        if (part.text !== '') emit({ type: 'thinking', choice, part: at, text: part.text });
        if (part.signature === undefined) return;
        emit({ type: 'signature', choice, part: at, signature: part.signature, signer: 'gemini' });
        return close();
      }
      case 'tool_call': {
        close();
        hasCalls = true;
        const at = next++;
        emit({ type: 'part_start', choice, part: at, kind: 'tool_call', id: part.id, name: part.name });
        emit({ type: 'arguments', choice, part: at, json: part.arguments });
        if (part.signature !== undefined)
          emit({ type: 'signature', choice, part: at, signature: part.signature, signer: 'gemini' });
        return emit({ type: 'part_end', choice, part: at });
      }
      case 'image':
        close();
        return emit({ type: 'image', choice, part: next++, media: part.media });
      case 'audio':
        close();
        return emit({ type: 'audio', choice, part: next++, value: { data: part.data } });
      default:
      // Code that the provider ran, and its results: no other format has a place for them.
    }
  }

  function cite(): void {
    if (grounding === undefined || !answer) return;
    for (const citation of readGrounding(grounding, answer.words))
      emit({ type: 'citation', choice, part: answer.part, citation });
    grounding = undefined;
  }

  function end(): void {
    cite();
    close();
  }

  return {
    end,
    add(candidate: Json, nameCall: CallNaming): void {
      if (finished) return;
      // Where a chunk brings several texts, its log probabilities are told with the first.
      let logprobs = readLogprobs(candidate['logprobsResult']);
      for (const entry of list(record(candidate['content'])['parts']))
        for (const part of readGeminiPart(entry, nameCall)) {
          addPart(part, logprobs);
          if (part.type === 'text') logprobs = undefined;
        }
      grounding = candidate['groundingMetadata'] ?? grounding;
      if (typeof candidate['finishReason'] !== 'string') return;
      finished = true;
      end();
      emit({ type: 'finish', choice, reason: readGeminiFinish(candidate['finishReason'], hasCalls) });
    },
  };
}

/**
 * Reads a stream of generateContent replies, each a whole one in small: server-sent events, or the array that Google
 * sends without `alt=sse`, told apart by the first character. Gemini has no last word: the connection's end is it.
 */
export function createGeminiStreamReader(): StreamReader {
  let events: StreamEvent[] = [];
  const emit = (event: StreamEvent) => void events.push(event);
  const choices = new Map<number, ReturnType<typeof createCandidateReader>>();
  let usage: Usage | undefined;
  let nameCall: CallNaming | undefined;
  let started = false;
  let ended = false;
  let blocked = false;

  function add(source: string): void {
    const parsed = parseJson(source);
    if (!isRecord(parsed)) return;
    if (isRecord(parsed['error'])) {
      const code = parsed['error']['code'];
      const status = typeof code === 'number' && code >= 400 && code < 600 ? code : undefined;
      return emit(defined({ type: 'error', error: readGeminiError(status ?? 500, parsed), status }));
    }
    // Vertex's Express and some clients wrap each chunk.
    const chunk = isRecord(parsed['response']) ? parsed['response'] : parsed;
    nameCall ??= createCallNaming(text(chunk['responseId']));
    if (!started) {
      started = true;
      const created = readCreated(chunk['createTime']);
      emit(
        defined({
          type: 'start',
          id: text(chunk['responseId']),
          model: text(chunk['modelVersion']),
          created,
        }),
      );
    }
    usage = readReplyUsage(chunk) ?? usage;
    for (const [position, entry] of list(chunk['candidates']).entries()) {
      if (!isRecord(entry)) continue;
      const index = entry['index'] ?? position;
      if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= maxChoices) continue;
      let choice = choices.get(index);
      if (!choice) choices.set(index, (choice = createCandidateReader(index, emit)));
      choice.add(entry, nameCall);
    }
    if (blocked || choices.size > 0 || record(chunk['promptFeedback'])['blockReason'] === undefined) return;
    blocked = true;
    emit({ type: 'finish', choice: 0, reason: 'content_filter' });
  }

  const sse = createSseReader(({ data }) => add(data));
  const array = createJsonArrayReader(add);
  let transport: 'sse' | 'array' | undefined;
  const taken = () => {
    const result = events;
    events = [];
    return result;
  };
  return {
    push(chunk) {
      // Whitespace and a byte order mark say nothing yet, and mean nothing to either reader.
      const first = transport
        ? undefined
        : chunk.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
      if (first !== undefined) transport = first === 0x5b || first === 0x7b ? 'array' : 'sse';
      if (transport === 'array') array.push(chunk);
      else if (transport === 'sse') sse.push(chunk);
      return taken();
    },
    end() {
      if (transport === 'sse') sse.end();
      if (ended) return [];
      ended = true;
      for (const choice of choices.values()) choice.end();
      if (usage) emit({ type: 'usage', usage });
      emit({ type: 'end' });
      return taken();
    },
  };
}
