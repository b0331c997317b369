import { gatewayKeys } from './wire/gateway-keys.js';

/** Formats that clients may speak to the gateway. */
export type ClientFormat = 'chat' | 'responses' | 'messages';

/** Fields that the gateway itself answers to: whether they reach the provider is nobody's loss. */
const silent = new Set([...gatewayKeys, 'stream_options', 'stream', 'model']);

/** Chat's names for what clients of other formats call otherwise. */
const names: Record<ClientFormat, Record<string, string>> = {
  chat: {},
  responses: {
    max_completion_tokens: 'max_output_tokens',
    response_format: 'text.format',
    'response_format.json_schema': 'text.format.json_schema',
    verbosity: 'text.verbosity',
    reasoning_effort: 'reasoning.effort',
    web_search_options: 'tools.web_search',
    logprobs: 'top_logprobs',
  },
  messages: {
    max_completion_tokens: 'max_tokens',
    stop: 'stop_sequences',
    reasoning_effort: 'thinking',
    reasoning_options: 'thinking',
    response_format: 'output_config.format',
    'response_format.json_schema': 'output_config.format.json_schema',
    web_search_options: 'tools.web_search',
    user: 'metadata.user_id',
    parallel_tool_calls: 'tool_choice.disable_parallel_tool_use',
    context_editing: 'context_management',
  },
};

/** A header of more names, or of longer ones, is nobody's help. */
const maxNames = 100;
const maxLength = 100;

/** Clients name their fields as they like; a header takes printable ASCII. */
const printable = (name: string): string => name.slice(0, maxLength).replace(/[^\x21-\x7e]/g, '?');

/**
 * Names of dropped parameters as the client wrote them, each once (header `Helicone-Dropped-Params`): a hundred at
 * most, and what a header cannot carry as `?`.
 */
export function droppedNames(dropped: readonly string[], from: ClientFormat): string[] {
  const result = new Set<string>();
  for (const name of dropped) {
    if (silent.has(name)) continue;
    const own = Object.hasOwn(names[from], name) ? names[from][name] : undefined;
    result.add(printable(own ?? (from === 'responses' ? name.replace(/^messages(?=\.|$)/, 'input') : name)));
    if (result.size === maxNames) break;
  }
  return [...result];
}
