import type { LlmMessage, LlmSchema } from '@heliostat/contracts';
import { errorOfReply, modelOfReply } from '../call/reply-facts.js';
import { isRecord, list, record, text, type Json } from '../json/json-value.js';
import { buildMessages } from './build-messages.js';
import { readResponsesItems } from './responses-items.js';

type ResponseView = NonNullable<LlmSchema['response']>;

function imagesOf(reply: Json): LlmMessage[] {
  return list(reply['data']).flatMap((entry): LlmMessage[] => {
    const image = record(entry);
    const data = text(image['b64_json']);
    const url = text(image['url']) ?? (data === undefined ? undefined : `data:image/png;base64,${data}`);
    return url === undefined ? [] : [{ _type: 'image', role: 'assistant', image_url: url }];
  });
}

function choiceMessages(choice: Json): LlmMessage[] {
  const message = record(choice['message'] ?? choice['delta']);
  if (typeof choice['text'] === 'string') return buildMessages('assistant', choice['text']);
  const transcript = text(record(message['audio'])['transcript']);
  const images = list(message['images']);
  const content = message['content'] ?? transcript;
  const parts =
    images.length > 0 ? [...(typeof content === 'string' ? [content] : list(content)), ...images] : content;
  return buildMessages(text(message['role']) ?? 'assistant', parts, message);
}

function messagesOf(reply: Json): LlmMessage[] {
  if (Array.isArray(reply['choices']))
    return reply['choices'].flatMap((choice: unknown) => choiceMessages(record(choice)));
  if (Array.isArray(reply['candidates']))
    return reply['candidates'].flatMap((entry: unknown) => {
      const content = record(record(entry)['content']);
      return buildMessages(text(content['role']) ?? 'model', content['parts']);
    });
  if (Array.isArray(reply['output'])) return readResponsesItems(reply['output'], 'assistant');
  const converse = record(record(reply['output'])['message']);
  if (converse['content'] !== undefined) return buildMessages('assistant', converse['content']);
  if (Array.isArray(reply['content']))
    return buildMessages(text(reply['role']) ?? 'assistant', reply['content']);
  if (isRecord(reply['message']))
    return buildMessages(
      text(reply['message']['role']) ?? 'assistant',
      reply['message']['content'],
      reply['message'],
    );
  const images = imagesOf(reply);
  if (images.length > 0) return images;
  for (const key of ['text', 'response', 'generation', 'completion', 'output_text'])
    if (typeof reply[key] === 'string') return buildMessages('assistant', reply[key], reply);
  return list(reply['results']).flatMap((entry) => {
    const words = text(record(entry)['outputText']);
    return words === undefined ? [] : buildMessages('assistant', words);
  });
}

/** The normalised view of a reply, of any known format; null when there was none. */
export function viewResponse(body: unknown, status: number, error: string | undefined): ResponseView | null {
  const reply = isRecord(body) ? body : undefined;
  const words = text(body);
  const message = error ?? errorOfReply(body, status, '');
  if (!reply && words === undefined && message === undefined) return null;
  const view: ResponseView = {};
  // A reply in plain words, as a manual log may hold it; an error's words are its message.
  if (words !== undefined && message === undefined) view.messages = buildMessages('assistant', words);
  if (reply) {
    const model = modelOfReply(reply);
    if (model !== undefined) view.model = model;
    const messages = messagesOf(reply);
    if (messages.length > 0) view.messages = messages;
  }
  if (message !== undefined) view.error = { heliconeMessage: message };
  return view;
}
