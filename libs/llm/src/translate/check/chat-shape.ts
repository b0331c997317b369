import { extensionShapes, promptShapes } from './extension-shapes.js';
import {
  anything,
  array,
  boolean,
  byKey,
  dictionary,
  fields,
  integer,
  nullable,
  number,
  object,
  oneOf,
  string,
  stringOr,
  type Shape,
} from './shape.js';

const textPart = fields({ text: string }, ['text']);
const textContent = stringOr(array(byKey('type', { text: textPart })));

const userContent = stringOr(
  array(
    byKey('type', {
      text: textPart,
      image_url: fields(
        { image_url: fields({ url: string, detail: oneOf('auto', 'low', 'high') }, ['url']) },
        ['image_url'],
      ),
      document: fields(
        {
          source: fields({ type: oneOf('text'), media_type: string, data: string }, [
            'type',
            'media_type',
            'data',
          ]),
          title: string,
          citations: fields({ enabled: boolean }, ['enabled']),
        },
        ['source'],
      ),
    }),
  ),
);

const toolCall = byKey('type', {
  function: fields(
    { id: string, function: fields({ name: string, arguments: string }, ['name', 'arguments']) },
    ['id', 'function'],
  ),
  custom: fields({ id: string, custom: fields({ name: string, input: string }, ['name', 'input']) }, [
    'id',
    'custom',
  ]),
});

const assistant = fields({
  content: nullable(
    stringOr(array(byKey('type', { text: textPart, refusal: fields({ refusal: string }, ['refusal']) }))),
  ),
  refusal: nullable(string),
  name: string,
  audio: nullable(fields({ id: string }, ['id'])),
  tool_calls: array(toolCall),
  function_call: nullable(fields({ name: string, arguments: string }, ['name', 'arguments'])),
});

const message = byKey('role', {
  developer: fields({ content: textContent, name: string }, ['content']),
  system: fields({ content: textContent, name: string }, ['content']),
  user: fields({ content: userContent, name: string }, ['content']),
  assistant,
  tool: fields({ content: textContent, tool_call_id: string }, ['content', 'tool_call_id']),
  function: fields({ content: nullable(string), name: string }, ['content', 'name']),
});

const grammar = fields({ definition: string, syntax: oneOf('lark', 'regex') }, ['definition', 'syntax']);
const tool = byKey('type', {
  function: fields(
    {
      function: fields({ name: string, description: string, parameters: object, strict: nullable(boolean) }, [
        'name',
      ]),
    },
    ['function'],
  ),
  custom: fields(
    {
      custom: fields(
        {
          name: string,
          description: string,
          format: byKey('type', { text: anything, grammar: fields({ grammar }, ['grammar']) }),
        },
        ['name'],
      ),
    },
    ['custom'],
  ),
});

const modes = oneOf('none', 'auto', 'required');
const named = fields({ name: string }, ['name']);
const toolChoice: Shape = (value, path) =>
  typeof value === 'string'
    ? modes(value, path)
    : byKey('type', {
        allowed_tools: fields(
          {
            allowed_tools: fields({ mode: oneOf('auto', 'required'), tools: array(object) }, [
              'mode',
              'tools',
            ]),
          },
          ['allowed_tools'],
        ),
        function: fields({ function: named }, ['function']),
        custom: fields({ custom: named }, ['custom']),
      })(value, path);

const legacyModes = oneOf('none', 'auto');
const functionCall: Shape = (value, path) =>
  typeof value === 'string' ? legacyModes(value, path) : named(value, path);

const responseFormat = byKey('type', {
  text: anything,
  json_object: anything,
  json_schema: fields(
    {
      json_schema: fields({ name: string, description: string, schema: object, strict: nullable(boolean) }, [
        'name',
      ]),
    },
    ['json_schema'],
  ),
});

/** The chat request that the installation's own keys pay for (page rest/ai-gateway/post-v1-chat-completions). */
export const chatShape: Shape = fields(
  {
    ...promptShapes,
    ...extensionShapes.chat,
    model: string,
    messages: array(message, 1),
    metadata: nullable(dictionary(anything)),
    top_logprobs: nullable(integer(0, 20)),
    temperature: nullable(number()),
    top_p: nullable(number()),
    top_k: nullable(number()),
    user: string,
    safety_identifier: string,
    service_tier: nullable(oneOf('auto', 'default', 'flex', 'scale', 'priority')),
    modalities: nullable(array(oneOf('text'))),
    verbosity: nullable(oneOf('low', 'medium', 'high')),
    reasoning_effort: nullable(oneOf('minimal', 'low', 'medium', 'high')),
    max_completion_tokens: nullable(integer()),
    max_tokens: nullable(integer()),
    frequency_penalty: nullable(number(-2, 2)),
    presence_penalty: nullable(number(-2, 2)),
    response_format: responseFormat,
    store: nullable(boolean),
    stream: nullable(boolean),
    stop: nullable(stringOr(array(string))),
    logit_bias: nullable(dictionary(integer())),
    logprobs: nullable(boolean),
    n: nullable(integer(1, 128)),
    prediction: nullable(
      fields({ type: oneOf('content'), content: textContent, reasoning: string }, ['type', 'content']),
    ),
    seed: nullable(integer()),
    stream_options: nullable(fields({ include_usage: boolean, include_obfuscation: boolean })),
    tools: array(tool),
    tool_choice: toolChoice,
    parallel_tool_calls: boolean,
    function_call: functionCall,
    functions: array(fields({ name: string, description: string, parameters: object }, ['name']), 1, 128),
  },
  ['messages', 'model'],
  true,
);
