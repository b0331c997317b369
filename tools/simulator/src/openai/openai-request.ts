import { z } from 'zod';
import type { Prompt, ToolSpec } from '../compose/prompt.js';
import type { Reply } from '../http/reply.js';
import { openaiError } from './openai-errors.js';
import { imagesOf, textOf, type ChatRequest, type toolChoiceSchema, type toolSchema } from './chat.schema.js';

const thinkers = /(^|\/)(o\d|gpt-5|gpt-oss|deepseek-r|deepseek-reasoner|grok-.*mini|qwq|magistral)|think/i;
const unknownModel = /^(unknown|no-such)/i;

/** Parses by a schema, or gives OpenAI's 400 that names the parameter. */
export function parseOpenai<T>(schema: z.ZodType<T>, body: unknown): { value: T } | { refusal: Reply } {
  const parsed = schema.safeParse(body);
  if (parsed.success) {
    const model = (parsed.data as { model?: unknown }).model;
    if (typeof model === 'string' && unknownModel.test(model))
      return {
        refusal: openaiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, {
          code: 'model_not_found',
        }),
      };
    return { value: parsed.data };
  }
  const issue = parsed.error.issues[0]!;
  const param = issue.path
    .map((p) => (typeof p === 'number' ? `[${p}]` : `.${String(p)}`))
    .join('')
    .slice(1);
  if (param === 'model' && missing(body, 'model'))
    return { refusal: openaiError(400, 'you must provide a model parameter') };
  const message = missing(body, param)
    ? `Missing required parameter: '${param}'.`
    : `Invalid value for '${param}': ${issue.message.toLowerCase()}.`;
  const code = missing(body, param) ? 'missing_required_parameter' : 'invalid_type';
  return { refusal: openaiError(400, message, { param, code }) };
}

const missing = (body: unknown, name: string) =>
  typeof body !== 'object' || body === null || (!/[.[]/.test(name) && !(name in body));

export function readTools(tools: z.infer<typeof toolSchema>[] | null | undefined): ToolSpec[] {
  return (tools ?? []).flatMap((tool) => {
    const name = tool.function?.name ?? tool.name;
    return name ? [{ name, parameters: tool.function?.parameters ?? tool.parameters }] : [];
  });
}

export function readToolChoice(
  choice: z.infer<typeof toolChoiceSchema> | null | undefined,
): Prompt['toolChoice'] {
  if (choice === 'none' || choice === 'required') return choice;
  if (typeof choice === 'object' && choice !== null) {
    const name = choice.function?.name ?? choice.name;
    return name ? { name } : 'required';
  }
  return 'auto';
}

export function readReasoning(model: string, effort: string | null | undefined): Prompt['reasoning'] {
  if (effort === 'none' || effort === 'minimal') return 'none';
  if (effort === 'low' || effort === 'high') return effort;
  return effort === 'medium' || thinkers.test(model) ? 'medium' : 'none';
}

export function chatPrompt(request: ChatRequest): Prompt {
  const { messages, response_format: format } = request;
  const last = messages[messages.length - 1];
  const lastUser = messages.findLast((m) => m.role === 'user');
  return {
    model: request.model,
    text:
      messages.map((m) => textOf(m.content)).join('\n') +
      (request.tools ? JSON.stringify(request.tools) : ''),
    lastUserText: textOf(lastUser?.content),
    images: messages.reduce((sum, m) => sum + imagesOf(m.content), 0),
    tools: readTools(request.tools),
    toolChoice: readToolChoice(request.tool_choice),
    answersTool: last?.role === 'tool',
    schema: format?.type === 'json_schema' ? format.json_schema?.schema : format?.type === 'json_object',
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? null,
    reasoning: readReasoning(request.model, request.reasoning_effort),
  };
}

/** OpenAI's automatic prompt caching: from 1,024 input tokens on, in steps of 128, once a prefix was seen. */
export function cachedByRule(input: number, seen: boolean): number {
  return seen && input >= 1024 ? Math.floor((input * 0.9) / 128) * 128 : 0;
}
