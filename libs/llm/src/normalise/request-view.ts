import type { LlmMessage, LlmSchema } from '@heliostat/contracts';
import { isRecord, list, record, text, type Json } from '../json/json-value.js';
import { buildMessages } from './build-messages.js';
import { toParts } from './content-part.js';
import { readResponsesItems } from './responses-items.js';

type RequestView = LlmSchema['request'];
type Tool = NonNullable<RequestView['tools']>[number];

const wordsOf = (content: unknown): string =>
  toParts(content)
    .flatMap((part) => (part.kind === 'text' ? [part.text] : []))
    .join('\n');

function systemOf(request: Json): LlmMessage[] {
  const instruction = request['systemInstruction'] ?? request['system_instruction'];
  const content = isRecord(instruction) ? (instruction['parts'] ?? instruction) : instruction;
  const words = wordsOf(request['system'] ?? content ?? request['instructions'] ?? request['preamble']);
  return words === '' ? [] : [{ _type: 'message', role: 'system', content: words }];
}

function chatOf(request: Json): LlmMessage[] {
  if (Array.isArray(request['messages']))
    return request['messages'].flatMap((entry: unknown) => {
      const message = record(entry);
      return buildMessages(text(message['role']) ?? 'user', message['content'], message);
    });
  if (request['contents'] !== undefined) {
    const contents = Array.isArray(request['contents'])
      ? (request['contents'] as unknown[])
      : [request['contents']];
    return contents.flatMap((entry) =>
      typeof entry === 'string'
        ? buildMessages('user', entry)
        : buildMessages(text(record(entry)['role']) ?? 'user', record(entry)['parts'] ?? entry),
    );
  }
  // Cohere v1: the history, then the message.
  const history = list(request['chat_history']).flatMap((entry) =>
    buildMessages(text(record(entry)['role']) ?? 'user', record(entry)['message']),
  );
  return typeof request['message'] === 'string'
    ? [...history, ...buildMessages('user', request['message'])]
    : history;
}

/** Whether an `input` is a conversation of the Responses API and not texts to embed. */
function isConversation(request: Json, path: string): boolean {
  if (/embed|moderation|\/audio\/|\/speech/i.test(path)) return false;
  return path.includes('/responses') || list(request['input']).some(isRecord);
}

function messagesOf(request: Json, path: string): LlmMessage[] {
  const input = request['input'];
  if (request['messages'] === undefined && input !== undefined && isConversation(request, path))
    return [
      ...systemOf(request),
      ...(typeof input === 'string' ? buildMessages('user', input) : readResponsesItems(input, 'user')),
    ];
  const chat = chatOf(request);
  return chat.length > 0 ? [...systemOf(request), ...chat] : [];
}

function toTool(name: string, description: unknown, parameters: unknown): Tool {
  const schema = isRecord(parameters) ? parameters : undefined;
  return { name, description: text(description) ?? '', ...(schema ? { parameters: schema } : {}) };
}

function toolsOf(request: Json): Tool[] {
  const declared = [
    ...list(request['tools']),
    ...list(record(request['toolConfig'])['tools']),
    ...list(request['functions']),
  ];
  return declared.flatMap((entry): Tool[] => {
    const tool = record(entry);
    const declarations = tool['functionDeclarations'] ?? tool['function_declarations'];
    if (Array.isArray(declarations))
      return declarations.map((value: unknown) => {
        const fn = record(value);
        return toTool(
          text(fn['name']) ?? '',
          fn['description'],
          fn['parameters'] ?? fn['parametersJsonSchema'],
        );
      });
    const spec = record(tool['toolSpec']);
    const fn = isRecord(tool['function']) ? tool['function'] : isRecord(tool['toolSpec']) ? spec : tool;
    // Built-in tools have a type, or are one key (Gemini's `googleSearch`).
    const name = text(fn['name']) ?? text(tool['type']) ?? Object.keys(tool)[0];
    if (name === undefined) return [];
    const schema = fn['parameters'] ?? fn['input_schema'] ?? record(fn['inputSchema'])['json'];
    return [toTool(name, fn['description'], schema)];
  });
}

function toolChoiceOf(value: unknown): { type: string; name?: string } | undefined {
  if (typeof value === 'string') return { type: value === 'required' ? 'any' : value };
  if (!isRecord(value)) return undefined;
  const name = text(record(value['function'])['name']) ?? text(value['name']);
  return name === undefined ? { type: text(value['type']) ?? 'auto' } : { type: 'tool', name };
}

const number = (...values: unknown[]): number | undefined =>
  values.find((value) => typeof value === 'number');

/** The parameters of a request in OpenAI's words, from wherever the provider keeps them. */
function parametersOf(request: Json): RequestView {
  const gemini = record(request['generationConfig'] ?? request['generation_config']);
  const converse = record(request['inferenceConfig']);
  const view: RequestView = {};
  const put = (key: string, value: unknown) => {
    if (value !== undefined && value !== null) view[key] = value;
  };
  put(
    'max_tokens',
    number(
      request['max_tokens'],
      request['max_completion_tokens'],
      request['max_output_tokens'],
      gemini['maxOutputTokens'],
      converse['maxTokens'],
    ),
  );
  put('temperature', number(request['temperature'], gemini['temperature'], converse['temperature']));
  put('top_p', number(request['top_p'], gemini['topP'], converse['topP'], request['p']));
  put('seed', number(request['seed'], gemini['seed']));
  put('presence_penalty', number(request['presence_penalty'], gemini['presencePenalty']));
  put('frequency_penalty', number(request['frequency_penalty'], gemini['frequencyPenalty']));
  put('n', number(request['n'], gemini['candidateCount']));
  put(
    'stop',
    request['stop'] ?? request['stop_sequences'] ?? gemini['stopSequences'] ?? converse['stopSequences'],
  );
  if (typeof request['stream'] === 'boolean') view.stream = request['stream'];
  put('reasoning_effort', text(request['reasoning_effort']) ?? text(record(request['reasoning'])['effort']));
  put('verbosity', text(request['verbosity']) ?? text(record(request['text'])['verbosity']));
  put('instructions', text(request['instructions']));
  put('response_format', request['response_format'] ?? record(request['text'])['format']);
  put('tool_choice', toolChoiceOf(request['tool_choice'] ?? request['toolChoice']));
  for (const key of ['parallel_tool_calls', 'size', 'quality']) put(key, request[key]);
  return view;
}

function textsOf(value: unknown): string | string[] | undefined {
  if (typeof value === 'string') return value;
  const texts = list(value).filter((entry) => typeof entry === 'string');
  return texts.length > 0 ? texts : undefined;
}

/** The normalised view of a request's body, of any known format; a body that is no object gives an empty view. */
export function viewRequest(body: unknown, path: string): RequestView {
  if (!isRecord(body)) return {};
  const view = parametersOf(body);
  const tools = toolsOf(body);
  if (tools.length > 0) view.tools = tools;
  const messages = messagesOf(body, path);
  if (messages.length > 0) {
    view.llm_type = 'chat';
    view.messages = messages;
    return view;
  }
  const prompt = textsOf(body['prompt'] ?? body['inputText']);
  if (prompt !== undefined) {
    view.prompt = typeof prompt === 'string' ? prompt : prompt.join('\n');
    if (!/\/(images|audio|videos)\b/.test(path)) view.llm_type = 'completion';
  }
  const input =
    textsOf(body['input'] ?? body['texts'] ?? body['query']) ?? wordsOf(record(body['content'])['parts']);
  if (input !== '') view.input = input;
  return view;
}
