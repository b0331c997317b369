import type { Json } from '../../json/json-value.js';
import { chatShape } from './chat-shape.js';
import type { RequestApi } from './extension-shapes.js';
import { responsesShape } from './responses-shape.js';
import type { RequestFault } from './shape.js';

/**
 * Checks a request against the strict schema that holds where the installation's own keys pay: only documented
 * parameters, in their documented ranges. With a user's own key the provider decides.
 * @returns what is wrong, as a 400 should say it; undefined where nothing is.
 */
export function checkStrictRequest(body: Json, api: RequestApi): RequestFault | undefined {
  return api === 'chat' ? chatShape(body, '') : responsesShape(body, '');
}
