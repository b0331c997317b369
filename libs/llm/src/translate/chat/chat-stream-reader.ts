import type { Usage } from '@heliostat/contracts';
import { isRecord, list, parseJson, record, text, type Json } from '../../json/json-value.js';
import { createSseReader } from '../../stream/sse-reader.js';
import type { StreamReader } from '../codec.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { defined } from '../wire/defined.js';
import { readErrorBody } from '../wire/error-body.js';
import { readOpenAiUsage } from '../wire/openai-usage.js';
import { createChoiceReader, type ChoiceReader } from './chat-choice-reader.js';

/** The format allows no more replies in one stream; a greater index is garbage. */
const maxChoices = 128;

/** The status that an error in a stream stands for, where its code is one. */
const statusOf = (code: unknown): number | undefined =>
  typeof code === 'number' && code >= 400 && code < 600 ? code : undefined;

/** Reads the chunks of a streamed chat completion, of OpenAI and its relatives. */
export function createChatStreamReader(): StreamReader {
  let events: StreamEvent[] = [];
  const choices = new Map<number, ChoiceReader>();
  let started = false;
  let ended = false;
  let usage: Usage | undefined;

  const emit = (event: StreamEvent) => void events.push(event);

  function start(chunk: Json): void {
    if (started) return;
    started = true;
    const created = chunk['created'];
    emit(
      defined({
        type: 'start',
        id: text(chunk['id']),
        model: text(chunk['model']),
        created: typeof created === 'number' && created > 0 ? created : undefined,
        serviceTier: text(chunk['service_tier']),
        systemFingerprint: text(chunk['system_fingerprint']),
      }),
    );
  }

  function finish(): void {
    if (ended) return;
    ended = true;
    for (const choice of choices.values()) choice.close();
    if (usage) emit({ type: 'usage', usage });
    emit({ type: 'end' });
  }

  function add(chunk: Json): void {
    if (chunk['error'] !== undefined && chunk['error'] !== null) {
      const error = readErrorBody(500, chunk);
      emit(defined({ type: 'error', error, status: statusOf(error.code) }));
    }
    // Some servers count up in every chunk: the last count is the one.
    usage = readOpenAiUsage(chunk['usage']) ?? readOpenAiUsage(record(chunk['x_groq'])['usage']) ?? usage;
    const entries = list(chunk['choices']);
    // Azure begins with a chunk that has neither id nor choices.
    if (entries.length > 0 || text(chunk['id']) !== undefined) start(chunk);
    for (const [position, entry] of entries.entries()) {
      if (!isRecord(entry)) continue;
      const index = entry['index'] === undefined ? position : entry['index'];
      if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= maxChoices) continue;
      let choice = choices.get(index);
      if (!choice) choices.set(index, (choice = createChoiceReader(index, emit)));
      choice.add(entry);
    }
  }

  const reader = createSseReader(({ data }) => {
    if (ended) return;
    if (data.trim() === '[DONE]') return finish();
    const chunk = parseJson(data);
    if (isRecord(chunk)) add(chunk);
  });

  const taken = (): StreamEvent[] => {
    const result = events;
    events = [];
    return result;
  };
  return {
    push(chunk) {
      reader.push(chunk);
      return taken();
    },
    end() {
      reader.end();
      finish();
      return taken();
    },
  };
}
