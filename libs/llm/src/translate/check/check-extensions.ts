import { isRecord, type Json } from '../../json/json-value.js';
import { cacheMark, extensionShapes, type RequestApi } from './extension-shapes.js';
import type { RequestFault } from './shape.js';

/**
 * Checks the extension keys that a request uses, on every call, whoever's key pays: `cache_control`,
 * `context_editing`, `image_generation` and `reasoning_options`.
 * @returns what is wrong, as a 400 should say it; undefined where nothing is.
 */
export function checkExtensions(body: Json, api: RequestApi): RequestFault | undefined {
  const shapes = extensionShapes[api];
  for (const name of Object.keys(shapes)) {
    const value = body[name];
    const fault = value === undefined ? undefined : shapes[name]?.(value, name);
    if (fault) return fault;
  }
  const messages = api === 'chat' ? 'messages' : 'input';
  return checkMarks(body[messages], messages, (message, path) =>
    checkMarks(message['content'], `${path}.content`),
  );
}

/** The marks for the cache in a list of messages or parts; `within` looks into one of them. */
function checkMarks(
  entries: unknown,
  path: string,
  within?: (entry: Json, path: string) => RequestFault | undefined,
): RequestFault | undefined {
  if (!Array.isArray(entries)) return undefined;
  for (const [at, entry] of (entries as unknown[]).entries()) {
    if (!isRecord(entry)) continue;
    const mark = entry['cache_control'];
    const here = `${path}[${at}]`;
    const fault = mark === undefined ? undefined : cacheMark(mark, `${here}.cache_control`);
    const found = fault ?? within?.(entry, here);
    if (found) return found;
  }
  return undefined;
}
