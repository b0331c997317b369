import { isRecord } from '@heliostat/llm';
import type { Dispatcher } from 'undici';
import { endpointUrl, postJson } from '../post-json.js';
import { bounded } from '../user-texts.js';
import type { Moderator } from './moderator.js';

export type EndpointModeratorOptions = {
  /** Base of OpenAI, or of a server that speaks as it does. */
  url: string;
  /** OpenAI's own default where unset. */
  model?: string | undefined;
  timeoutMs: number;
  dispatcher?: Dispatcher;
};

/** Half of what is sent of a message, in characters; the endpoint refuses much longer ones. */
const half = 32 * 1024;

/** Asks `POST /v1/moderations`. */
export function createEndpointModerator({ url, model, ...options }: EndpointModeratorOptions): Moderator {
  const endpoint = endpointUrl(url, '/v1/moderations');
  return {
    async flagged(text, apiKey) {
      const body = { ...(model === undefined ? {} : { model }), input: bounded(text, half) };
      const answer = await postJson(endpoint, body, { ...options, apiKey });
      const results = isRecord(answer) ? answer['results'] : undefined;
      if (!Array.isArray(results) || !results.every(isRecord))
        throw new Error('the answer of the moderation endpoint has no results');
      return results.some((result) => result['flagged'] === true);
    },
  };
}
