import fc from 'fast-check';
import { sse } from '../testing/call-factory.js';
import type { Json } from '../json/json-value.js';
import { codecs } from './codecs.js';
import type { Format } from './codec.js';
import { conversation } from './testing/conversation-arbitrary.js';
import { makeTarget } from './testing/translate-factory.js';
import { ProviderFault, translateCall, type ClientFormat, type TranslateInput } from './translate.js';

const sut = (parts: Partial<TranslateInput> & { body: Json }) =>
  translateCall({
    from: 'chat',
    to: 'responses',
    target: makeTarget(),
    context: { id: 'r1', model: 'm', created: 1 },
    ...parts,
  });
const hello = { model: 'm', messages: [{ role: 'user', content: 'Hello' }] };
const formats = Object.keys(codecs) as Format[];
const functionTool = { type: 'function', function: { name: 'f', parameters: { type: 'object' } } };

/** Every documented field of a chat request, with a value that is not its default. */
const chatFields: Json = {
  metadata: { a: 'b' },
  logprobs: true,
  top_logprobs: 3,
  temperature: 0.5,
  top_p: 0.5,
  top_k: 3,
  user: 'u',
  safety_identifier: 's',
  prompt_cache_key: 'k',
  prompt_cache_retention: '24h',
  cache_control: { type: 'ephemeral' },
  service_tier: 'flex',
  modalities: ['text', 'audio'],
  verbosity: 'low',
  reasoning_effort: 'high',
  reasoning_options: { budget_tokens: 1234 },
  max_completion_tokens: 55,
  frequency_penalty: 1,
  presence_penalty: 1,
  response_format: { type: 'json_object' },
  store: true,
  stop: ['x'],
  logit_bias: { 1: 2 },
  n: 2,
  prediction: { type: 'content', content: 'a' },
  seed: 7,
  tools: [functionTool],
  tool_choice: 'required',
  parallel_tool_calls: false,
  context_editing: { enabled: true },
  image_generation: { aspect_ratio: '1:1', image_size: '1K' },
  web_search_options: { search_context_size: 'high' },
  audio: { voice: 'alloy', format: 'wav' },
  something_new: { a: 1 },
};
/** Every documented field of a Responses request. */
const responsesFields: Json = {
  top_logprobs: 3,
  top_k: 3,
  temperature: 0.5,
  top_p: 0.5,
  user: 'u',
  safety_identifier: 's',
  prompt_cache_key: 'k',
  service_tier: 'flex',
  reasoning: { effort: 'high' },
  reasoning_options: { budget_tokens: 1234 },
  max_output_tokens: 55,
  max_tool_calls: 4,
  text: { format: { type: 'json_object' }, verbosity: 'low' },
  tools: [
    { type: 'function', name: 'f', parameters: { type: 'object' } },
    { type: 'mcp', server_label: 's' },
  ],
  tool_choice: 'required',
  truncation: 'auto',
  include: ['code_interpreter_call.outputs'],
  parallel_tool_calls: false,
  context_editing: { enabled: true },
  image_generation: { aspect_ratio: '1:1', image_size: '1K' },
  previous_response_id: 'resp_1',
  background: true,
};

/**
 * Names for one and the same thing. Where a format has one place for it, one of them fills it: whichever comes first
 * of a user's names (PC-03), and of how hard to think the budget, which says it more exactly.
 */
const synonyms = [
  ['prompt_cache_key', 'safety_identifier', 'user'],
  ['reasoning_effort', 'reasoning', 'reasoning_options'],
];
const alone = (name: string, fields: Json): Json => {
  const others = synonyms.find((names) => names.includes(name)) ?? [];
  return Object.fromEntries(
    Object.entries(fields).filter(([other]) => other === name || !others.includes(other)),
  );
};

/** Whether a field shows in what was written: the body is another with it than without it, or it is named. */
function isAccountedFor(
  name: string,
  fields: Json,
  base: Json,
  from: ClientFormat,
  to: Format,
  provider: string,
): boolean {
  const target = makeTarget({ provider, model: 'claude-opus-4-5' });
  const { [name]: _, ...without } = fields;
  const whole = sut({ body: { ...base, ...fields }, from, to, target });
  const less = sut({ body: { ...base, ...without }, from, to, target });
  const named =
    whole.dropped.length > less.dropped.length || whole.dropped.some((entry) => entry.startsWith(name));
  return named || JSON.stringify(whole.body) !== JSON.stringify(less.body);
}

describe('a call for a provider of the client’s own format', () => {
  it('keeps the client’s fields, and its reply passes as it is', () => {
    const body = { ...hello, n: 2, unheard_of: [1] };

    expect(sut({ body: { ...body, prompt_id: 'p' }, to: 'chat' })).toEqual({
      body: { ...body, model: 'model-1' },
      dropped: [],
      headers: {},
    });
  });

  it('asks for the usage of a stream only where the gateway wants it', () => {
    const body = { ...hello, stream: true, stream_options: { include_obfuscation: false } };

    expect(sut({ body, to: 'chat' }).body['stream_options']).toEqual({ include_obfuscation: false });
    expect(sut({ body, to: 'chat', askUsage: true }).body['stream_options']).toEqual({
      include_obfuscation: false,
      include_usage: true,
    });
    expect(sut({ body: hello, to: 'chat', askUsage: true }).body).not.toHaveProperty('stream_options');
  });
});

describe('a call for a provider of another format', () => {
  it('is written, and its reply comes back in the client’s words', () => {
    const { body, reply } = sut({ body: hello });

    expect(body).toMatchObject({ model: 'model-1', input: [{ role: 'user', content: 'Hello' }] });
    const answer = reply!.json({
      id: 'resp_1',
      model: 'gpt',
      created_at: 5,
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hi' }] }],
      usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
    });
    expect(answer).toMatchObject({
      id: 'chatcmpl-r1',
      model: 'gpt',
      created: 5,
      choices: [{ message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    });
  });

  it('gives a provider’s refusal in the client’s shape', () => {
    const { reply } = sut({ body: hello });

    expect(reply!.error(400, { error: { message: 'Bad', code: 'c' } })).toEqual({
      error: { message: 'Bad', type: 'invalid_request_error', param: null, code: 'c' },
    });
    expect(() => reply!.json({ error: { message: 'Hidden' } })).toThrow(new ProviderFault('Hidden'));
  });

  it.each([{}, { detail: 'Not here' }, 'Welcome', null])(
    'takes %j for no reply, instead of an empty one',
    (body) => {
      const { reply } = sut({ body: hello });

      expect(() => reply!.json(body as Json)).toThrow(ProviderFault);
    },
  );

  it('streams, wherever the provider’s bytes are cut', () => {
    const chunk = (delta: object, finish: string | null = null) => ({
      id: 'chatcmpl-9',
      model: 'm',
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
    const bytes = Buffer.from(
      sse([chunk({ content: 'Grüße ' }), chunk({ content: '🌍' }), chunk({}, 'stop')]),
    );
    const stream = (size: number): string => {
      const { reply } = sut({
        body: { model: 'm', input: 'a', stream: true },
        from: 'responses',
        to: 'chat',
      });
      const translation = reply!.stream();
      const out: (Uint8Array | undefined)[] = [];
      for (let at = 0; at < bytes.length; at += size)
        out.push(translation.push(bytes.subarray(at, at + size)));
      out.push(translation.end());
      return Buffer.concat(out.filter((piece) => piece !== undefined)).toString();
    };

    const whole = stream(bytes.length);
    expect(whole).toContain('"text":"Grüße 🌍"');
    expect(whole).toContain('event: response.completed');
    for (let size = 1; size < 30; size += 1) expect(stream(size)).toBe(whole);
  });

  it('tells the usage that the provider stated, of a whole reply and of a stream', () => {
    const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
    const call = () => sut({ body: { model: 'm', input: 'a' }, from: 'responses', to: 'chat' }).reply!;
    const [whole, streamed] = [call(), call()];

    whole.json({ choices: [], usage });
    streamed.stream().push(Buffer.from(sse([{ id: 'x', choices: [], usage }])));

    expect([whole.usage(), streamed.usage()]).toEqual([
      { input: 3, output: 2 },
      { input: 3, output: 2 },
    ]);
  });

  it('hides the tools that are not allowed from formats that cannot say so', () => {
    const tools = ['a', 'b'].map((name) => ({ type: 'function', function: { name } }));
    const choice = {
      type: 'allowed_tools',
      allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'b' } }] },
    };

    for (const to of formats.filter((format) => format !== 'chat')) {
      const { body } = sut({
        body: { ...hello, tools, tool_choice: choice },
        to,
        target: makeTarget({ provider: 'x' }),
      });
      const text = JSON.stringify(body);
      expect(text).toContain('"b"');
      if (to !== 'responses') expect(text).not.toContain('"a"');
    }
  });

  it('keeps a thought’s signature from those who did not make it', () => {
    const details = [
      { type: 'reasoning.text', text: 'Hm', signature: 'c2ln', format: 'anthropic-claude-v1' },
    ];
    const messages = [
      ...hello.messages,
      { role: 'assistant', content: 'a', reasoning_details: details },
      ...hello.messages,
    ];

    for (const to of ['responses', 'gemini'] as const)
      expect(JSON.stringify(sut({ body: { model: 'm', messages }, to }).body)).not.toContain('c2ln');
  });

  it('calls dropped parameters as the client does', () => {
    const body = {
      model: 'm',
      input: 'a',
      text: { verbosity: 'low' },
      reasoning: { effort: 'high' },
      previous_response_id: 'resp_1',
    };

    const { dropped } = sut({
      body,
      from: 'responses',
      to: 'chat',
      target: makeTarget({ provider: 'mistral' }),
    });

    expect(dropped.sort()).toEqual(['previous_response_id', 'reasoning.effort', 'text.verbosity']);
  });

  it.each(formats)('loses no field of chat in silence on its way to %s (GW-02)', (to) => {
    const provider = {
      chat: 'mistral',
      responses: 'openai',
      messages: 'anthropic',
      gemini: 'google-ai-studio',
      converse: 'bedrock',
    }[to];

    const lost = Object.keys(chatFields).filter(
      (name) => !isAccountedFor(name, alone(name, chatFields), hello, 'chat', to, provider),
    );

    expect(lost).toEqual([]);
  });

  it.each(formats)('loses no field of Responses in silence on its way to %s (GW-03)', (to) => {
    const provider = {
      chat: 'mistral',
      responses: 'openai',
      messages: 'anthropic',
      gemini: 'google-ai-studio',
      converse: 'bedrock',
    }[to];
    const base = { model: 'm', input: 'Hello' };

    const lost = Object.keys(responsesFields).filter(
      (name) => !isAccountedFor(name, alone(name, responsesFields), base, 'responses', to, provider),
    );

    expect(lost).toEqual([]);
  });

  it.each(formats)('brings a conversation of chat through %s and back with all its words', (format) => {
    const target = makeTarget({ provider: 'x', model: 'm', maxOutputTokens: 100 });
    fc.assert(
      fc.property(conversation, (messages) => {
        const codec = codecs[format];
        const { body } = codec.writeRequest({ ...codecs.chat.readRequest({}), messages }, target);
        const back = codec.readRequest(body);

        const words = (of: typeof messages) =>
          of
            .flatMap(({ parts }) => parts)
            .flatMap((part) => {
              if (part.type === 'text') return [part.text];
              if (part.type === 'tool_call') return [part.name];
              if (part.type === 'tool_result')
                return part.content.map((entry) => (entry.type === 'text' ? entry.text : ''));
              return [];
            });
        expect(words(back.messages).sort()).toEqual(words(messages).sort());
      }),
    );
  });

  it('never changes what the client sent', () => {
    fc.assert(
      fc.property(conversation, fc.constantFrom(...formats), (messages, to) => {
        const { body } = codecs.chat.writeRequest({ ...codecs.chat.readRequest({}), messages }, makeTarget());
        const before = structuredClone(body);

        sut({ body: { ...body, ...chatFields }, to });

        expect(body).toEqual(before);
      }),
    );
  });
});
