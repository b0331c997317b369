import type { Usage } from '@heliostat/contracts';
import type { Json } from '../../json/json-value.js';
import type { ReplyContext, StreamWriter } from '../codec.js';
import type { ConversationError, FinishReason } from '../conversation/reply.js';
import type { StreamEvent } from '../conversation/stream-event.js';
import { namedEvent } from '../wire/event-text.js';
import { writeResponsesUsage } from '../wire/openai-usage.js';
import { createOutputWriter } from './responses-output-writer.js';
import { responseShell, statusOf } from './responses-reply.js';

/**
 * Writes a streamed response: `response.created` and `response.in_progress`, the events of each item and its parts,
 * and one last event with the whole response. Each event carries a `sequence_number`. The format knows one reply; of
 * several choices the first is written.
 */
export function createResponsesStreamWriter(context: ReplyContext): StreamWriter {
  let sequence = 0;
  let shell: Json | undefined;
  let usage: Usage | undefined;
  let reason: FinishReason | undefined;
  let error: ConversationError | undefined;
  let ended = false;
  let text = '';

  const emit = (type: string, fields: Json): void => {
    text += namedEvent({ type, sequence_number: sequence++, ...fields });
  };
  const output = createOutputWriter(context, emit);

  function start(event: Extract<StreamEvent, { type: 'start' }>): Json {
    if (shell) return shell;
    shell = responseShell(context, event.id);
    if (event.model !== undefined) shell['model'] = event.model;
    if (event.created !== undefined) shell['created_at'] = event.created;
    if (event.serviceTier !== undefined) shell['service_tier'] = event.serviceTier;
    emit('response.created', { response: shell });
    emit('response.in_progress', { response: shell });
    return shell;
  }

  function end(): void {
    const begun = start({ type: 'start' });
    // A stream that names no reason was cut off.
    if (reason === undefined)
      error ??= { message: 'The provider ended the stream before the reply was complete.' };
    const state = statusOf(error ? 'error' : (reason ?? 'error'));
    const failed = state.status === 'failed';
    output.close(state.status === 'completed' ? 'completed' : 'incomplete');
    emit(`response.${state.status}`, {
      response: {
        ...begun,
        ...state,
        error: failed
          ? {
              code: typeof error?.code === 'string' ? error.code : 'server_error',
              message: error?.message ?? 'The provider failed to complete the reply.',
            }
          : null,
        output: output.items(),
        usage: usage ? writeResponsesUsage(usage) : null,
      },
    });
  }

  function take(event: StreamEvent): void {
    switch (event.type) {
      case 'start':
        start(event);
        break;
      case 'usage':
        usage = event.usage;
        break;
      case 'error':
        error ??= event.error;
        break;
      case 'end':
        end();
        ended = true;
        break;
      case 'finish':
        if (event.choice === 0) reason = event.reason;
        break;
      default:
        if (event.choice !== 0) break;
        start({ type: 'start' });
        output.take(event);
    }
  }

  return {
    write(events) {
      text = '';
      for (const event of events) if (!ended) take(event);
      return text;
    },
  };
}
