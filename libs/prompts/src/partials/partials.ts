import { isObject, type JsonObject } from '../json.js';
import { replacePartials, type PartialTag } from '../tags/tags.js';

/** A prompt may hold partials that hold partials; deeper ones are taken for a circle. */
export const maxPartialDepth = 5;
/** Characters that partials may add: partials of partials grow by multiplication. */
export const maxPartialLength = 4 * 1024 * 1024;

/** The partials of a saved prompt's messages, each tag once. Only messages hold any (PR-07). */
export function findPartials(body: JsonObject): PartialTag[] {
  const found = new Map<string, PartialTag>();
  mapMessages(body, (text) =>
    replacePartials(text, (partial) => {
      found.set(partial.tag, partial);
      return partial.tag;
    }),
  );
  return [...found.values()];
}

/**
 * The body with each partial's text, by its tag, in the partial's place; tags that are not in `texts` stay. Undefined
 * where the texts would add more than `maxPartialLength`.
 */
export function putPartials(body: JsonObject, texts: ReadonlyMap<string, string>): JsonObject | undefined {
  let added = 0;
  const result = mapMessages(body, (text) =>
    replacePartials(text, ({ tag }) => {
      const partial = texts.get(tag) ?? tag;
      added += partial.length;
      return added > maxPartialLength ? tag : partial;
    }),
  );
  return added > maxPartialLength ? undefined : result;
}

/**
 * The text of one message of a saved prompt, parts joined by spaces as the SDK does; undefined where there is no such
 * message.
 */
export function messageText(body: JsonObject, index: number): string | undefined {
  const message: unknown = Array.isArray(body.messages) ? body.messages[index] : undefined;
  if (!isObject(message)) return undefined;
  const { content } = message;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  return content
    .map((part: unknown) => (isObject(part) && typeof part.text === 'string' ? part.text : ''))
    .filter((text) => text !== '')
    .join(' ');
}

function mapMessages(body: JsonObject, change: (text: string) => string): JsonObject {
  if (!Array.isArray(body.messages)) return body;
  const messages = body.messages.map((message: unknown) => {
    if (!isObject(message)) return message;
    const { content } = message;
    if (typeof content === 'string') return { ...message, content: change(content) };
    if (!Array.isArray(content)) return message;
    const parts = content.map((part: unknown) =>
      isObject(part) && typeof part.text === 'string' ? { ...part, text: change(part.text) } : part,
    );
    return { ...message, content: parts };
  });
  return { ...body, messages };
}
