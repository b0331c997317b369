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
  text,
  type Shape,
} from './shape.js';

/** The longest text that a tool may give back, in characters (10 MiB). */
const maxToolText = 10_485_760;

const detail = nullable(oneOf('low', 'high', 'auto'));
const status = nullable(oneOf('in_progress', 'completed', 'incomplete'));
const image = fields({ image_url: nullable(string), file_id: nullable(string), detail });
const file = fields({
  file_id: nullable(string),
  filename: nullable(string),
  file_url: nullable(string),
  file_data: nullable(string),
});

const content = stringOr(
  array(
    byKey(
      'type',
      {
        input_text: fields({ text: string }, ['text']),
        input_image: image,
        input_file: file,
        output_text: fields({ text: string, annotations: array(object) }, ['text']),
        refusal: fields({ refusal: string }, ['refusal']),
        output_image: fields({ image_url: string, detail }, ['image_url']),
      },
      'input_text',
    ),
  ),
);

const toolOutput = stringOr(
  array(
    byKey(
      'type',
      { input_text: fields({ text: text(maxToolText) }, ['text']), input_image: image, input_file: file },
      'input_text',
    ),
  ),
);

const mcpCall = { server_label: string, name: string, arguments: string };

const message = fields({ role: oneOf('user', 'assistant', 'system', 'developer'), content, status }, [
  'role',
  'content',
]);

const items: Record<string, Shape> = {
  message,
  function_call: fields({ call_id: string, name: string, arguments: string, status }, [
    'call_id',
    'name',
    'arguments',
  ]),
  function_call_output: fields({ call_id: text(64, 1), output: toolOutput, status }, ['call_id', 'output']),
  // Some clients keep nothing of a thought but what is encrypted, so that its id may be missing.
  reasoning: fields(
    {
      id: nullable(string),
      encrypted_content: nullable(string),
      summary: array(fields({ text: string }, ['text'])),
      content: nullable(array(fields({ text: string }, ['text']))),
      status,
    },
    ['summary'],
  ),
  image_generation_call: fields({ id: string, result: nullable(string) }, ['id', 'status', 'result']),
  code_interpreter_call: fields({ id: string, container_id: string, code: nullable(string) }, [
    'id',
    'status',
    'container_id',
    'code',
    'outputs',
  ]),
  mcp_list_tools: fields({ id: string, server_label: string, tools: array(object) }, [
    'id',
    'server_label',
    'tools',
  ]),
  mcp_approval_request: fields({ id: string, ...mcpCall }, ['id', ...Object.keys(mcpCall)]),
  mcp_approval_response: fields({ approval_request_id: string, approve: boolean, reason: nullable(string) }, [
    'approval_request_id',
    'approve',
  ]),
  mcp_call: fields({ id: string, ...mcpCall, output: nullable(string), error: nullable(string) }, [
    'id',
    ...Object.keys(mcpCall),
  ]),
  custom_tool_call_output: fields({ call_id: string, output: toolOutput }, ['call_id', 'output']),
  custom_tool_call: fields({ call_id: string, name: string, input: string }, ['call_id', 'name', 'input']),
  item_reference: fields({ id: string }, ['id']),
};

const item = byKey('type', items);
/** An item without a type is a message if it has a role, and else one that an id refers to. */
const inputItem: Shape = (value, path) => {
  const untyped =
    typeof value === 'object' && value !== null && ((value as { type?: unknown }).type ?? null) === null;
  if (!untyped) return item(value, path);
  const shape =
    'role' in value ? message : items['call_id' in value ? 'function_call_output' : 'item_reference'];
  return shape?.(value, path);
};

const search = fields({
  filters: nullable(fields({ allowed_domains: nullable(array(string)) })),
  search_context_size: nullable(oneOf('low', 'medium', 'high')),
  user_location: nullable(fields({ type: oneOf('approximate') })),
});

const connectors = oneOf(
  'connector_dropbox',
  'connector_gmail',
  'connector_googlecalendar',
  'connector_googledrive',
  'connector_microsoftteams',
  'connector_outlookcalendar',
  'connector_outlookemail',
  'connector_sharepoint',
);

const format = byKey(
  'type',
  {
    text: anything,
    grammar: fields({ syntax: oneOf('lark', 'regex'), definition: string }, ['syntax', 'definition']),
  },
  'text',
);

const tool = byKey(
  'type',
  {
    function: fields(
      {
        name: string,
        description: nullable(string),
        parameters: nullable(object),
        strict: nullable(boolean),
      },
      ['name', 'parameters'],
    ),
    mcp: fields(
      {
        server_label: string,
        server_url: string,
        connector_id: connectors,
        authorization: string,
        server_description: string,
        headers: nullable(dictionary(string)),
      },
      ['server_label'],
    ),
    code_interpreter: fields(
      { container: stringOr(fields({ type: oneOf('auto'), file_ids: array(string, 0, 50) })) },
      ['container'],
    ),
    image_generation: fields({
      model: oneOf('gpt-image-1', 'gpt-image-1-mini'),
      quality: oneOf('low', 'medium', 'high', 'auto'),
      size: oneOf('1024x1024', '1024x1536', '1536x1024', 'auto'),
      output_format: oneOf('png', 'webp', 'jpeg'),
      output_compression: integer(0, 100),
      moderation: oneOf('auto', 'low'),
      background: oneOf('transparent', 'opaque', 'auto'),
      input_fidelity: nullable(oneOf('high', 'low')),
      input_image_mask: fields({ image_url: string, file_id: string }),
      partial_images: integer(0, 3),
    }),
    web_search: search,
    web_search_2025_08_26: search,
    custom: fields({ name: string, description: string, format }, ['name']),
  },
  'function',
);

const modes = oneOf('none', 'auto', 'required');
const named = fields({ name: string }, ['name']);
const chosen = byKey('type', {
  allowed_tools: fields({ mode: oneOf('auto', 'required'), tools: array(object) }, ['mode', 'tools']),
  image_generation: anything,
  web_search: anything,
  code_interpreter: anything,
  function: named,
  mcp: fields({ server_label: string, name: nullable(string) }, ['server_label']),
  custom: named,
});
const toolChoice: Shape = (value, path) =>
  typeof value === 'string' ? modes(value, path) : chosen(value, path);

const summary = nullable(oneOf('auto', 'concise', 'detailed'));

/** The Responses request that the installation's own keys pay for (page rest/ai-gateway/post-v1-responses). */
export const responsesShape: Shape = fields(
  {
    ...promptShapes,
    ...extensionShapes.responses,
    model: string,
    input: stringOr(array(inputItem)),
    top_logprobs: integer(0, 20),
    top_k: nullable(number()),
    temperature: nullable(number()),
    top_p: nullable(number()),
    user: string,
    safety_identifier: string,
    service_tier: nullable(oneOf('auto', 'default', 'flex', 'scale', 'priority')),
    reasoning: nullable(
      fields({
        effort: nullable(oneOf('minimal', 'low', 'medium', 'high')),
        summary,
        generate_summary: summary,
      }),
    ),
    max_output_tokens: nullable(number()),
    max_tool_calls: nullable(number()),
    text: fields({
      format: byKey('type', {
        text: anything,
        json_object: anything,
        json_schema: fields(
          { name: string, description: string, schema: object, strict: nullable(boolean) },
          ['name', 'schema'],
        ),
      }),
      verbosity: nullable(oneOf('low', 'medium', 'high')),
    }),
    tools: array(tool),
    tool_choice: toolChoice,
    truncation: nullable(oneOf('auto', 'disabled')),
    include: nullable(
      array(
        oneOf(
          'message.input_image.image_url',
          'code_interpreter_call.outputs',
          'reasoning.encrypted_content',
          'message.output_text.logprobs',
        ),
      ),
    ),
    parallel_tool_calls: nullable(boolean),
    instructions: nullable(string),
    stream: nullable(boolean),
    stream_options: nullable(fields({ include_obfuscation: boolean })),
    // Not on the page, but the documented clients (Codex) always send them.
    store: nullable(boolean),
    metadata: nullable(dictionary(anything)),
    client_metadata: nullable(dictionary(anything)),
  },
  [],
  true,
);
