import {
  array,
  boolean,
  dictionary,
  fields,
  integer,
  nullable,
  oneOf,
  string,
  anything,
  type Fields,
  type Shape,
} from './shape.js';

export type RequestApi = 'chat' | 'responses';

const keep: Shape = (value, path) =>
  value === 'all' || (Number.isSafeInteger(value) && Number(value) >= 1)
    ? undefined
    : { message: `${path} must be a whole number from 1 or "all".`, param: path };

/** How many tokens or tool uses; nobody counts below nothing. */
const count = integer(0);

/** `context_editing`: chat refuses unknown keys in it, Responses do not (page gateway/concepts/context-editing). */
const contextEditing = (closed: boolean): Shape =>
  fields(
    {
      enabled: boolean,
      clear_tool_uses: fields(
        {
          trigger: count,
          keep: count,
          clear_at_least: count,
          exclude_tools: array(string),
          clear_tool_inputs: boolean,
        },
        [],
        closed,
      ),
      clear_thinking: fields({ keep }, [], closed),
    },
    ['enabled'],
    closed,
  );

/** `cache_control` of a request, a message or a part (page gateway/concepts/prompt-caching). */
export const cacheMark: Shape = nullable(fields({ type: oneOf('ephemeral'), ttl: oneOf('5m', '1h') }));

const extensions = (api: RequestApi): Fields => ({
  cache_control: cacheMark,
  context_editing: contextEditing(api === 'chat'),
  image_generation: fields({ aspect_ratio: string, image_size: string }, ['aspect_ratio', 'image_size']),
  reasoning_options: fields({ budget_tokens: integer() }, api === 'chat' ? ['budget_tokens'] : []),
});

/** Extension keys whose shape is checked on every call. */
export const extensionShapes: Record<RequestApi, Fields> = {
  chat: extensions('chat'),
  responses: extensions('responses'),
};

/**
 * What tells one call from another and means nothing to a provider, as the page on caching sends it beside
 * `Helicone-Cache-Ignore-Keys`.
 */
export const callMarks: readonly string[] = ['request_id', 'timestamp'];

/** Extension keys that both formats know besides (pages gateway/prompt-integration, gateway/concepts/prompt-caching). */
export const promptShapes: Fields = {
  prompt_id: string,
  version_id: string,
  environment: string,
  inputs: dictionary(anything),
  prompt_cache_key: string,
  ...Object.fromEntries(callMarks.map((name) => [name, anything])),
};
