import type { Prompt } from '../compose/prompt.js';
import { countTokens } from '../text/tokens.js';
import type { ConverseBlock, ConverseRequest } from './converse.schema.js';

const blockText = (blocks: readonly ConverseBlock[]): string =>
  blocks
    .map((block) => block.text ?? (block.toolResult ? JSON.stringify(block.toolResult.content) : ''))
    .join(' ');

const toolSpecs = (request: ConverseRequest) =>
  (request.toolConfig?.tools ?? []).flatMap(({ toolSpec }) => (toolSpec ? [toolSpec] : []));

const hasResult = (blocks: readonly ConverseBlock[]) => blocks.some((block) => block.toolResult);

/**
 * What Bedrock refuses of a conversation, beyond the shape of its parts; undefined when it has nothing to say. Each
 * result must answer a call of the turn before it.
 */
export function conversationFault({ messages, toolConfig }: ConverseRequest): string | undefined {
  if (messages[0]?.role !== 'user')
    return 'A conversation must start with a user message. Try again with a conversation that starts with a user message.';
  let called = new Set<string>();
  for (const [at, { role, content }] of messages.entries()) {
    if (messages[at + 1]?.role === role)
      return 'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.';
    if (content.some((block) => block.toolUse ?? block.toolResult) && !toolConfig)
      return 'The toolConfig field must be defined when using toolUse and toolResult content blocks.';
    if (content.some((block) => block.document) && !content.some((block) => block.text !== undefined))
      return 'Add a text block to the content of a message that has a document, and try again.';
    const answered = new Set(content.flatMap(({ toolResult }) => (toolResult ? [toolResult.toolUseId] : [])));
    if (role === 'user' && [...called].some((id) => !answered.has(id)))
      return `Expected toolResult blocks at messages.${at}.content for the following Ids: ${[...called].join(', ')}`;
    if ([...answered].some((id) => !called.has(id)))
      return `The number of toolResult blocks at messages.${at}.content exceeds the number of toolUse blocks of previous turn.`;
    called = new Set(content.flatMap(({ toolUse }) => (toolUse ? [toolUse.toolUseId] : [])));
  }
  return undefined;
}

/** Where thinking was asked for in the words of the model's maker; DeepSeek's R1 always thinks. */
function reasoningOf(model: string, request: ConverseRequest): Prompt['reasoning'] {
  const own = request.additionalModelRequestFields;
  const effort = own?.reasoning_effort ?? own?.reasoningConfig?.maxReasoningEffort;
  if (effort === 'low' || effort === 'medium' || effort === 'high') return effort;
  const thinks = own?.thinking !== undefined && own.thinking.type !== 'disabled';
  return thinks || model.includes('deepseek.r1') ? 'medium' : 'none';
}

function schemaOf(request: ConverseRequest): unknown {
  const schema = request.outputConfig?.textFormat?.structure.jsonSchema.schema;
  if (schema === undefined) return undefined;
  try {
    return JSON.parse(schema);
  } catch {
    return undefined;
  }
}

export function conversePrompt(model: string, request: ConverseRequest): Prompt {
  const { messages } = request;
  const specs = toolSpecs(request);
  const choice = request.toolConfig?.toolChoice;
  const lastUser = messages.findLast(({ role, content }) => role === 'user' && !hasResult(content));
  const texts = [
    blockText(request.system ?? []),
    ...messages.map(({ content }) => blockText(content)),
    specs.length > 0 ? JSON.stringify(specs) : '',
  ];
  return {
    model,
    text: texts.join('\n'),
    lastUserText: blockText(lastUser?.content ?? []),
    images: messages.reduce((sum, { content }) => sum + content.filter((block) => block.image).length, 0),
    tools: specs.map(({ name, inputSchema }) => ({ name, parameters: inputSchema.json })),
    toolChoice: choice?.tool ? { name: choice.tool.name } : choice?.any ? 'required' : 'auto',
    answersTool: hasResult(messages.at(-1)?.content ?? []),
    schema: schemaOf(request),
    maxTokens: request.inferenceConfig?.maxTokens ?? null,
    reasoning: reasoningOf(model, request),
  };
}

/** The part of a prompt that the last `cachePoint` closes; null when there is none. */
export function cachedPrefix(
  request: ConverseRequest,
): { text: string; tokens: number; ttl: '5m' | '1h' } | null {
  let text = '';
  let found: { text: string; ttl: '5m' | '1h' } | null = null;
  for (const entry of [
    ...(request.toolConfig?.tools ?? []),
    ...(request.system ?? []),
    ...request.messages.flatMap(({ content }) => content),
  ])
    if (entry.cachePoint) found = { text, ttl: entry.cachePoint.ttl ?? '5m' };
    else text += JSON.stringify(entry);
  return found && { ...found, tokens: countTokens(found.text) };
}
