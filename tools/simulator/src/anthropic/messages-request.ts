import type { Prompt } from '../compose/prompt.js';
import { countTokens } from '../text/tokens.js';
import type { Blocks, CountRequest, MessagesRequest } from './messages.schema.js';

const blockText = (blocks: Blocks | null | undefined): string =>
  typeof blocks === 'string'
    ? blocks
    : (blocks ?? [])
        .map(
          (b) =>
            b.text ??
            (typeof b.content === 'string' ? b.content : b.content ? JSON.stringify(b.content) : ''),
        )
        .join(' ');

const has = (blocks: Blocks, type: string) =>
  typeof blocks !== 'string' && blocks.some((b) => b.type === type);

export function countText(request: CountRequest): string {
  const tools = request.tools?.length ? JSON.stringify(request.tools) : '';
  return [blockText(request.system), ...request.messages.map((m) => blockText(m.content)), tools].join('\n');
}

export function messagesPrompt(request: MessagesRequest): Prompt {
  const { messages } = request;
  const last = messages[messages.length - 1]!;
  const lastUser = messages.findLast((m) => m.role === 'user' && !has(m.content, 'tool_result'));
  const choice = request.tool_choice;
  return {
    model: request.model,
    text: countText(request),
    lastUserText: blockText(lastUser?.content),
    images: messages.reduce(
      (sum, m) =>
        sum + (typeof m.content === 'string' ? 0 : m.content.filter((b) => b.type === 'image').length),
      0,
    ),
    tools: (request.tools ?? []).map((t) => ({ name: t.name, parameters: t.input_schema })),
    toolChoice:
      choice?.type === 'none'
        ? 'none'
        : choice?.type === 'any'
          ? 'required'
          : choice?.type === 'tool' && choice.name
            ? { name: choice.name }
            : 'auto',
    answersTool: has(last.content, 'tool_result'),
    schema: request.output_config?.format?.schema,
    maxTokens: request.max_tokens,
    reasoning: request.thinking && request.thinking.type !== 'disabled' ? 'medium' : 'none',
  };
}

/** The part of a prompt that `cache_control` marks, up to the last mark; null when nothing is marked. */
export function cachedPrefix(
  request: MessagesRequest,
): { text: string; tokens: number; ttl: '5m' | '1h' } | null {
  let text = '';
  let marked: { text: string; ttl: '5m' | '1h' } | null = null;
  const mark = (control: { ttl?: string } | null | undefined) => {
    if (control) marked = { text, ttl: control.ttl === '1h' ? '1h' : '5m' };
  };
  const walk = (blocks: Blocks | null | undefined) => {
    if (typeof blocks === 'string') text += blocks;
    else
      for (const block of blocks ?? []) {
        text += block.text ?? '';
        mark(block.cache_control);
      }
  };
  for (const tool of request.tools ?? []) {
    text += JSON.stringify(tool);
    mark(tool.cache_control);
  }
  walk(request.system);
  for (const message of request.messages) walk(message.content);
  const found = marked as { text: string; ttl: '5m' | '1h' } | null;
  return found && { ...found, tokens: countTokens(found.text) };
}
