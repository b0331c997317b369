import { preview } from '../preview/preview.js';
import { isRecord, text, type Json } from '../json/json-value.js';

/** Characters of a reply that stand in for its message where it has none. */
const longestMessage = 2000;

type EventView = { request: Json; response: Json };

/**
 * The parts of the normalised view that belong to an event no model answered (LG-07 to LG-09): `toolDetails`,
 * `vectorDBDetails` or `dataDetails` and what came back. Undefined for a model's call. `at` is the ISO time of the call.
 */
export function viewEvent(
  request: unknown,
  reply: unknown,
  status: number,
  at: string | undefined,
): EventView | undefined {
  if (!isRecord(request)) return undefined;
  const type = request['_type'];
  const answered = answerOf(reply, status, at);
  if (type === 'tool') {
    const names = { _type: 'tool', toolName: text(request['toolName']) ?? '' };
    const tips = isRecord(reply) && Array.isArray(reply['tips']) ? reply['tips'] : [];
    return {
      request: { toolDetails: { ...request, input: request['input'] ?? null } },
      response: { toolDetailsResponse: { ...answered, ...names, tips } },
    };
  }
  if (type === 'vector_db')
    return {
      request: { vectorDBDetails: request },
      response: { vectorDBDetailsResponse: { ...answered, _type: 'vector_db' } },
    };
  if (type === 'data')
    return {
      request: { dataDetails: request },
      response: {
        dataDetailsResponse: { ...answered, _type: 'data', name: text(request['name']) ?? '' },
      },
    };
  return undefined;
}

/** What every event's answer has: the time, whether it went well, and words. */
function answerOf(reply: unknown, status: number, at: string | undefined): Json {
  const given = isRecord(reply) ? reply : {};
  const metadata = isRecord(given['metadata']) ? given['metadata'] : {};
  return {
    ...given,
    metadata: { ...(at !== undefined && { timestamp: at }), ...metadata },
    status: text(given['status']) ?? (status >= 200 && status < 400 ? 'success' : 'error'),
    message: text(given['message']) ?? wordsOf(reply),
  };
}

function wordsOf(reply: unknown): string {
  if (reply === undefined || reply === null) return '';
  return preview(typeof reply === 'string' ? reply : JSON.stringify(reply), longestMessage);
}
