import { isRecord, type Json } from '../../json/json-value.js';
import { claudeSchema, toolSchema } from '../claude/claude-schema.js';
import type { ConversationRequest, ToolChoice } from '../conversation/request.js';
import { jsonInstruction } from '../messages/write-messages-request.js';
import { defined } from '../wire/defined.js';
import type { DroppedParams } from '../wire/dropped-params.js';
import { jsonToolName } from '../wire/tool-input.js';
import { converseSource, type Turn } from './converse-blocks.js';
import type { ConverseModel } from './converse-model.js';

/** How structured output is asked for. */
export type ConverseOutput = { textFormat?: Json; tool?: Json; instruction?: string };

/** A schema by the model's own means, else by a tool that it must call, else in words. */
export function planOutput(
  { responseFormat: format }: ConversationRequest,
  model: ConverseModel,
  dropped: DroppedParams,
): ConverseOutput {
  if (format?.type === 'json_object') return { instruction: jsonInstruction };
  if (format?.type !== 'json_schema') return {};
  if (model.structured) {
    const jsonSchema = defined({
      name: format.name,
      description: format.description,
      schema: JSON.stringify(claudeSchema(format.schema)),
    });
    return { textFormat: { type: 'json_schema', structure: { jsonSchema } } };
  }
  if (model.forces === 'none') {
    dropped.add('response_format.json_schema');
    return { instruction: `${jsonInstruction} Its JSON schema: ${JSON.stringify(format.schema)}` };
  }
  const description = format.description ?? 'Gives the answer in the form that was asked for.';
  return {
    tool: { toolSpec: { name: jsonToolName, description, inputSchema: { json: toolSchema(format.schema) } } },
  };
}

const specOf = (name: string, schema: Json, description: string | undefined, strict: boolean): Json => ({
  toolSpec: defined({
    name,
    description: description === '' ? undefined : description,
    inputSchema: { json: strict ? claudeSchema(schema) : schema },
    strict: strict ? true : undefined,
  }),
});

function writeTools(request: ConversationRequest, model: ConverseModel, dropped: DroppedParams): Json[] {
  const tools: Json[] = [];
  for (const tool of request.tools ?? []) {
    if (tool.type === 'function') {
      const strict = tool.strict === true && model.structured;
      if (tool.strict && !strict) dropped.add('tools.strict');
      tools.push(specOf(tool.name, toolSchema(tool.parameters), tool.description, strict));
      if (tool.cache?.ttl === '1h') dropped.add('cache_control.ttl');
      if (tool.cache) tools.push({ cachePoint: { type: 'default' } });
    } else if (tool.type === 'web_search') dropped.add('web_search_options');
    else if (tool.source === converseSource) tools.push(tool.value);
    else dropped.addTool(tool.value);
  }
  return tools;
}

/** Names of the tools that a conversation calls: Bedrock wants them declared, though the client sent none. */
function calledTools(turns: readonly Turn[]): Json[] {
  const names = new Set<string>();
  for (const { content } of turns)
    for (const { toolUse } of content) if (isRecord(toolUse)) names.add(String(toolUse['name']));
  // Results alone, of calls that were cut away, still need a tool.
  if (names.size === 0) names.add('tool');
  return [...names].map((name) => specOf(name, toolSchema(undefined), name, false));
}

const named = (tool: Json, name: string) => isRecord(tool['toolSpec']) && tool['toolSpec']['name'] === name;

type Choice = { tools: Json[]; choice: Json | undefined };

/** The choice as far as the model can be forced; where it can only be made to call some tool, that is the one it gets. */
function choose(
  tools: Json[],
  wanted: ToolChoice | undefined,
  model: ConverseModel,
  dropped: DroppedParams,
): Choice {
  if (tools.length === 0 || wanted === undefined || wanted === 'none') return { tools, choice: undefined };
  if (wanted === 'auto') return { tools, choice: { auto: {} } };
  if (model.forces === 'none') {
    dropped.add('tool_choice');
    return { tools, choice: undefined };
  }
  if (wanted === 'required') return { tools, choice: { any: {} } };
  if (model.forces === 'tool') return { tools, choice: { tool: { name: wanted.name } } };
  return { tools: tools.filter((tool) => named(tool, wanted.name)), choice: { any: {} } };
}

/**
 * `toolConfig`, with the tool that carries structured output where it takes one; `forced` says that some tool must be
 * called, which Claude cannot while it thinks.
 */
export function writeToolConfig(
  request: ConversationRequest,
  turns: readonly Turn[],
  output: ConverseOutput,
  model: ConverseModel,
  dropped: DroppedParams,
): { config: Json | undefined; forced: boolean } {
  let given = writeTools(request, model, dropped);
  const talksOfTools = turns.some(({ content }) =>
    content.some((block) => block['toolUse'] !== undefined || block['toolResult'] !== undefined),
  );
  if (request.toolChoice === 'none' && !talksOfTools) given = [];
  else if (request.toolChoice === 'none' && given.length > 0) dropped.add('tool_choice');
  let { tools, choice } = choose(given, request.toolChoice, model, dropped);
  if (output.tool) {
    // Other tools stay callable beside the one that carries the answer.
    if (!choice?.['tool'])
      choice = tools.length > 0 || model.forces === 'any' ? { any: {} } : { tool: { name: jsonToolName } };
    tools = [...tools, output.tool];
  }
  if (tools.length === 0 && talksOfTools) tools = calledTools(turns);
  const forced = choice?.['any'] !== undefined || choice?.['tool'] !== undefined;
  return { config: tools.length > 0 ? defined({ tools, toolChoice: choice }) : undefined, forced };
}
