import type { Json } from '../../json/json-value.js';
import { extensionShapes, type RequestApi } from './extension-shapes.js';
import type { RequestFault } from './shape.js';

/**
 * Checks the extension keys that a request uses, on every call, whoever's key pays: `context_editing`,
 * `image_generation` and `reasoning_options`.
 * @returns what is wrong, as a 400 should say it; undefined where nothing is.
 */
export function checkExtensions(body: Json, api: RequestApi): RequestFault | undefined {
  const shapes = extensionShapes[api];
  for (const name of Object.keys(shapes)) {
    const value = body[name];
    const fault = value === undefined ? undefined : shapes[name]?.(value, name);
    if (fault) return fault;
  }
  return undefined;
}
