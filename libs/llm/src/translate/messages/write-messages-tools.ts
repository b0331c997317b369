import { isRecord, list, record, text, type Json } from '../../json/json-value.js';
import { toolSchema } from '../claude/claude-schema.js';
import type { ClaudeModel } from '../claude/claude-model.js';
import type { ConversationRequest, Tool, ToolChoice } from '../conversation/request.js';
import { writeCacheMark } from '../wire/cache-mark.js';
import { defined } from '../wire/defined.js';
import type { DroppedParams } from '../wire/dropped-params.js';
import { messagesSource } from './read-blocks.js';

/** OpenAI's options of a search, in Anthropic's words; a tool that is Anthropic's own stays as it is. */
function writeWebSearch(options: Json, dropped: DroppedParams): Json {
  if (text(options['type'])?.startsWith('web_search_2') && options['name'] === 'web_search')
    return { ...options };
  const { user_location: place, filters, search_context_size: size, max_uses: uses } = options;
  if (size !== undefined && size !== 'medium') dropped.add('web_search_options.search_context_size');
  const where = record(isRecord(record(place)['approximate']) ? record(place)['approximate'] : place);
  const location = defined({
    type: 'approximate',
    city: text(where['city']),
    region: text(where['region']),
    country: text(where['country']),
    timezone: text(where['timezone']),
  });
  const domains = list(record(filters)['allowed_domains']);
  return defined({
    type: 'web_search_20250305',
    name: 'web_search',
    max_uses: typeof uses === 'number' ? uses : undefined,
    allowed_domains: domains.length > 0 ? domains : undefined,
    user_location: Object.keys(location).length > 1 ? location : undefined,
  });
}

function writeTool(
  tool: Tool,
  model: ClaudeModel,
  provider: string,
  dropped: DroppedParams,
): Json | undefined {
  if (tool.type === 'function') {
    const strict = tool.strict === true && model.structuredOutputs && provider !== 'vertex';
    if (tool.strict === true && !strict) dropped.add('tools.strict');
    return defined({
      name: tool.name,
      description: tool.description,
      input_schema: toolSchema(tool.parameters),
      strict: strict ? true : undefined,
      cache_control: tool.cache && writeCacheMark(tool.cache),
    });
  }
  if (tool.type === 'web_search') {
    if (provider !== 'bedrock') return writeWebSearch(tool.options, dropped);
    dropped.add('web_search_options');
    return undefined;
  }
  // A copy: marks are set and taken away on what is written, and the other is the caller's.
  if (tool.source === messagesSource) return { ...tool.value };
  dropped.addTool(tool.value);
  return undefined;
}

export function writeTools(
  request: ConversationRequest,
  model: ClaudeModel,
  provider: string,
  dropped: DroppedParams,
): Json[] {
  return (request.tools ?? [])
    .map((tool) => writeTool(tool, model, provider, dropped))
    .filter((tool) => tool !== undefined);
}

const choices = { auto: 'auto', none: 'none', required: 'any' } as const;

/** `tool_choice`, which also says whether several tools may be called at once. */
export function writeToolChoice(
  choice: ToolChoice | undefined,
  parallel: boolean | undefined,
): Json | undefined {
  if (choice === undefined && parallel !== false) return undefined;
  const wanted = choice ?? 'auto';
  const written: Json =
    typeof wanted === 'object' ? { type: 'tool', name: wanted.name } : { type: choices[wanted] };
  if (parallel === false && wanted !== 'none') written['disable_parallel_tool_use'] = true;
  return written;
}
