import { isRecord, parseJson, record, text, type Json } from '../../json/json-value.js';
import { createSseReader } from '../../stream/sse-reader.js';
import type { StreamReader } from '../codec.js';
import type { Part } from '../conversation/message.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { defined } from '../wire/defined.js';
import { readErrorBody } from '../wire/error-body.js';
import { readOpenAiUsage } from '../wire/openai-usage.js';
import { createItemReader } from './responses-item-reader.js';
import { readOutput, readResponsesFinish } from './responses-reply.js';

const terminal = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
]);

/** Reads the events of a streamed response. */
export function createResponsesStreamReader(): StreamReader {
  let events: StreamEvent[] = [];
  let started = false;
  let failed = false;
  let ended = false;
  const emit = (event: StreamEvent) => void events.push(event);
  const items = createItemReader(emit);

  function start(response: Json): void {
    if (started) return;
    started = true;
    const created = response['created_at'];
    emit(
      defined({
        type: 'start',
        id: text(response['id']),
        model: text(response['model']),
        created: typeof created === 'number' && created > 0 ? created : undefined,
        serviceTier: text(response['service_tier']),
      }),
    );
  }

  function fail(body: Json): void {
    if (failed) return;
    failed = true;
    emit({ type: 'error', error: readErrorBody(500, body) });
  }

  function end(): void {
    if (ended) return;
    ended = true;
    items.close();
    emit({ type: 'end' });
  }

  /** A server that sends the whole answer at the end alone. */
  function emitWhole(parts: Part[]): void {
    for (const part of parts) items.addPart(part);
  }

  function finish(response: Json): void {
    start(response);
    if (!items.any()) emitWhole(readOutput(response['output']));
    items.close();
    if (isRecord(response['error'])) fail({ error: response['error'] });
    emit({ type: 'finish', choice: 0, reason: readResponsesFinish(response, items.hasCalls()) });
    const usage = readOpenAiUsage(response['usage']);
    if (usage) emit({ type: 'usage', usage });
    end();
  }

  const reader = createSseReader(({ event: name, data }) => {
    if (ended) return;
    const event = parseJson(data);
    if (!isRecord(event)) return;
    const type = text(event['type']) ?? name ?? '';
    if (terminal.has(type)) return finish(record(event['response']));
    if (type === 'error') return fail(isRecord(event['error']) ? event : { error: event });
    if (isRecord(event['response'])) return start(event['response']);
    if (type === '' && event['error'] !== undefined) return fail(event);
    items.add(type, event);
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
      end();
      return taken();
    },
  };
}
