import type { RequestHeaders } from '../headers/request-headers.js';

/** APIs of which a model answers a conversation. */
export type ConversationApi = 'chat' | 'responses' | 'messages';

/** APIs that a model answers. */
export type ModelApi = ConversationApi | 'embeddings';

/** What tells of models, and needs no key. */
export type ModelListApi = 'models' | 'multimodal-models' | 'model';

/** What a path of the unified gateway asks for. */
export type UnifiedApi = ModelApi | 'count-tokens' | ModelListApi;

/** Whether clients of the API are Anthropic's. */
export const isAnthropicApi = (api: UnifiedApi): boolean => api === 'messages' || api === 'count-tokens';

export const isModelList = (api: UnifiedApi): api is ModelListApi =>
  api === 'models' || api === 'multimodal-models' || api === 'model';

/** Behind a colon there is a method of Gemini's API, which has a door of its own. */
const modelPath = /^models\/[^/:]+$/;
const selfHostedPrefix = '/v1/gateway/';

const apis: Record<string, UnifiedApi> = {
  'chat/completions': 'chat',
  responses: 'responses',
  messages: 'messages',
  'messages/count_tokens': 'count-tokens',
  embeddings: 'embeddings',
  models: 'models',
  'models/multimodal': 'multimodal-models',
};

/**
 * The API that a call to the unified gateway speaks: what `Helicone-Gateway-Body-Mapping: RESPONSES` says of a chat path,
 * else its path's.
 */
export function mappedApi(
  api: UnifiedApi | undefined,
  { bodyMapping }: Pick<RequestHeaders, 'bodyMapping'>,
): UnifiedApi | undefined {
  return api === 'chat' && bodyMapping === 'RESPONSES' ? 'responses' : api;
}

/** The API behind a path such as `/v1/chat/completions`, with or without `/v1`, `/ai` and a query; else undefined. */
export function findUnifiedApi(path: string): UnifiedApi | undefined {
  const query = path.indexOf('?');
  let end = query < 0 ? path.length : query;
  while (end > 1 && path.charCodeAt(end - 1) === 47) end--;
  let start = path.startsWith(selfHostedPrefix) ? selfHostedPrefix.length : 1;
  if (path.startsWith('ai/', start)) start += 3;
  if (path.startsWith('v1/', start)) start += 3;
  const name = path.slice(start, end);
  if (Object.hasOwn(apis, name)) return apis[name];
  return modelPath.test(name) ? 'model' : undefined;
}

/** The name in a path that is known to ask for one model: its last part. Undefined where it cannot be decoded. */
export function modelNameOf(path: string): string | undefined {
  const name = /\/models\/([^/?]+)/.exec(path)?.[1];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
