import { isRecord, list, type Json } from '../json/json-value.js';
import { collectText } from './collect-text.js';
import { countTokens } from './count-tokens.js';

/** Where requests keep what the model reads. */
const promptKeys = [
  'system',
  'instructions',
  'systemInstruction',
  'system_instruction',
  'messages',
  'prompt',
  'input',
  'contents',
  'content',
  'texts',
  'inputs',
  'inputText',
  'message',
  'chat_history',
  'requests',
  'instances',
  'preamble',
];
const toolKeys = ['tools', 'functions', 'toolConfig'];
/** Where replies keep what the model wrote. */
const replyKeys = [
  'choices',
  'content',
  'output',
  'candidates',
  'message',
  'text',
  'response',
  'generation',
  'generations',
  'completion',
  'results',
];

/** Tokens around each message (its role included) and before the answer, by OpenAI's cookbook. */
const tokensPerMessage = 4;
const tokensBeforeAnswer = 3;
/** A 1,024 × 1,024 picture at high detail, by OpenAI's page on vision; a mean for what cannot be measured here. */
const tokensPerImage = 765;

/** Whether a request's body is one that a model answers, by its words. */
export function isModelRequest(request: unknown): request is Json {
  return isRecord(request) && promptKeys.some((key) => request[key] !== undefined);
}

/** Counts the tokens of a request's prompt locally: words, tool definitions, pictures, and each message's frame. */
export function estimatePromptTokens(request: unknown, model?: string): number {
  if (!isRecord(request)) return 0;
  const found = { texts: [] as string[], images: 0 };
  for (const key of promptKeys) collectText(request[key], found);
  for (const key of toolKeys) if (request[key] !== undefined) found.texts.push(JSON.stringify(request[key]));
  const messages = list(request['messages']).length || list(request['contents']).length;
  const frame = messages > 0 ? messages * tokensPerMessage + tokensBeforeAnswer : 0;
  return countTokens(found.texts.join('\n'), model) + found.images * tokensPerImage + frame;
}

/** Counts the tokens of a reply's words, thoughts and tool calls locally. */
export function estimateReplyTokens(reply: unknown, model?: string): number {
  if (!isRecord(reply)) return 0;
  const found = { texts: [] as string[], images: 0 };
  for (const key of replyKeys) collectText(reply[key], found);
  return countTokens(found.texts.join('\n'), model);
}
