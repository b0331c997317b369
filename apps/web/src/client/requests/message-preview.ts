import type { HeliconeRequest, LlmMessage } from '@heliostat/contracts';

const longest = 300;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const oneLine = (text: string) =>
  text
    .slice(0, 4 * longest)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longest);

/** The words of one normalised message; tool calls and pictures are named. */
export function messageText(message: LlmMessage): string {
  const parts: string[] = [];
  if (message.content) parts.push(message.content);
  for (const part of message.contentArray ?? []) parts.push(messageText(part));
  if (message._type === 'image' || message.image_url) parts.push('[image]');
  if (message._type === 'audio') parts.push('[audio]');
  if (message._type === 'file') parts.push('[file]');
  for (const call of message.tool_calls ?? []) parts.push(`${call.name}(${JSON.stringify(call.arguments)})`);
  return parts.filter(Boolean).join(' ');
}

/** A tool call of any provider as `name(arguments)`; empty for anything else. */
function callText(content: Record<string, unknown>): string {
  if (Array.isArray(content.tool_calls) && content.tool_calls.length > 0)
    return [contentText(content.content), ...content.tool_calls.map(contentText)].filter(Boolean).join(' ');
  const called = isRecord(content.function) ? content.function : (content.functionCall ?? content);
  if (!isRecord(called) || typeof called.name !== 'string') return '';
  const given = called.arguments ?? called.input ?? called.args;
  if (given === undefined) return '';
  return `${called.name}(${typeof given === 'string' ? given : JSON.stringify(given)})`;
}

const lastText = /"(?:content|text|input|prompt)"\s*:\s*"((?:[^"\\]|\\.)*)/g;

/** Words out of JSON that was cut at the preview's end: the last text that begins in it. */
function salvage(cut: string): string {
  if (!/^\s*[{[]/.test(cut)) return cut;
  const found = [...cut.matchAll(lastText)].at(-1)?.[1];
  if (!found) return cut;
  try {
    return String(JSON.parse(`"${found}"`));
  } catch {
    return found;
  }
}

/** Text inside a provider's own content: a string, or parts with text. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(contentText).filter(Boolean).join(' ');
  if (!isRecord(content)) return '';
  const called = callText(content);
  if (called) return called;
  if (typeof content.text === 'string') return content.text;
  if ('parts' in content) return contentText(content.parts);
  if ('content' in content) return contentText(content.content);
  return '';
}

function fromRequestBody(body: unknown): string {
  if (typeof body === 'string') return salvage(body);
  if (!isRecord(body)) return '';
  for (const field of ['messages', 'contents', 'input', 'prompt'] as const) {
    const value = body[field];
    if (typeof value === 'string') return value;
    if (!Array.isArray(value) || value.length === 0) continue;
    if (value.every((item) => typeof item === 'string')) return value.join(' ');
    const user = value.findLast((item) => isRecord(item) && item.role === 'user') ?? value.at(-1);
    const text = contentText(user);
    if (text) return text;
  }
  return Object.keys(body).length === 0 ? '' : JSON.stringify(body);
}

function fromResponseBody(body: unknown): string {
  if (typeof body === 'string') return salvage(body);
  if (!isRecord(body)) return '';
  const error = body.error;
  if (typeof error === 'string') return error;
  if (isRecord(error) && typeof error.message === 'string') return error.message;
  if (Array.isArray(body.data) && body.data.some((item) => isRecord(item) && 'embedding' in item))
    return body.data.length === 1 ? '[embedding]' : `[${body.data.length} embeddings]`;
  if (
    Array.isArray(body.data) &&
    body.data.some((item) => isRecord(item) && ('b64_json' in item || 'url' in item))
  )
    return '[image]';
  const choice = Array.isArray(body.choices) ? body.choices[0] : undefined;
  if (isRecord(choice)) return contentText(choice.message ?? choice.text ?? choice);
  const candidate = Array.isArray(body.candidates) ? body.candidates[0] : undefined;
  const text = contentText(candidate ?? body.output ?? body.content);
  return text || (Object.keys(body).length === 0 ? '' : JSON.stringify(body));
}

/** What was asked, on one line: the last user message. */
export function requestPreview(row: HeliconeRequest): string {
  const schema = row.llmSchema?.request;
  const messages = schema?.messages ?? [];
  const last = messages.findLast((message) => message.role === 'user') ?? messages.at(-1);
  if (last) return oneLine(messageText(last));
  if (typeof schema?.prompt === 'string' && schema.prompt) return oneLine(schema.prompt);
  if (schema?.input) return oneLine([schema.input].flat().join(' '));
  return oneLine(fromRequestBody(row.request_body));
}

/** The error of a call in words, as the provider or the gateway put it. */
export function errorText(row: HeliconeRequest): string | undefined {
  const error = row.llmSchema?.response?.error?.heliconeMessage;
  if (typeof error === 'string' && error) return error;
  if (isRecord(error) && typeof error.message === 'string') return error.message;
  if (error !== undefined && error !== null) return JSON.stringify(error);
  const failed = row.response_status >= 400 || row.response_status <= 0;
  return failed ? fromResponseBody(row.response_body) || undefined : undefined;
}

/** What came back, on one line: the answer, else the error. */
export function responsePreview(row: HeliconeRequest): string {
  const messages = row.llmSchema?.response?.messages ?? [];
  const text = messages.map(messageText).filter(Boolean).join(' ');
  if (text) return oneLine(text);
  return oneLine(errorText(row) ?? fromResponseBody(row.response_body));
}

/** The model to show: what answered, else what was asked for. */
export const modelOf = (row: HeliconeRequest): string =>
  row.model || row.response_model || row.model_override || row.request_model || '';
