import fc from 'fast-check';
import type { Json } from '../../json/json-value.js';
import { chatCodec } from '../chat/chat.codec.js';
import { conversation, nearRequest } from '../testing/conversation-arbitrary.js';
import { makeTarget } from '../testing/translate-factory.js';
import { geminiCodec as sut } from './gemini.codec.js';

const target = (model = 'gemini-2.5-flash', provider = 'google-ai-studio') => makeTarget({ model, provider });
const hi = { role: 'user', content: 'Hi' };
/** A chat request, written for Gemini. */
const write = (fields: Json, to = target()) =>
  sut.writeRequest(chatCodec.readRequest({ model: 'm', messages: [hi], ...fields }), to);
const parameters = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { city: { type: ['string', 'null'] }, unit: { const: 'C' }, at: { $ref: '#/$defs/place' } },
  $defs: { place: { type: 'object', properties: { next: { $ref: '#/$defs/place' } } } },
  additionalProperties: false,
};
const weather = { type: 'function', function: { name: 'weather', description: 'd', parameters } };
const search = { web_search_options: { search_context_size: 'low' } };

describe('a chat request, written for Gemini', () => {
  it('sends instructions, turns and parameters', () => {
    const written = write({
      messages: [{ role: 'system', content: 'Be brief.' }, hi, { role: 'assistant', content: 'Hello' }, hi],
      max_tokens: 50,
      temperature: 1.5,
      top_p: 0.9,
      top_k: 40,
      n: 2,
      stop: ['a', 'b'],
      seed: 7,
      presence_penalty: 0.5,
      frequency_penalty: -0.5,
      logprobs: true,
      top_logprobs: 3,
    });

    expect(written).toEqual({
      body: {
        systemInstruction: { parts: [{ text: 'Be brief.' }] },
        contents: [
          { role: 'user', parts: [{ text: 'Hi' }] },
          { role: 'model', parts: [{ text: 'Hello' }] },
          { role: 'user', parts: [{ text: 'Hi' }] },
        ],
        generationConfig: {
          maxOutputTokens: 50,
          temperature: 1.5,
          topP: 0.9,
          topK: 40,
          candidateCount: 2,
          stopSequences: ['a', 'b'],
          seed: 7,
          presencePenalty: 0.5,
          frequencyPenalty: -0.5,
          responseLogprobs: true,
          logprobs: 3,
        },
      },
      dropped: [],
      headers: {},
    });
  });

  it('turns calls and results of tools into functions of Gemini’s', () => {
    const messages = [
      hi,
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 'c1',
            type: 'function',
            function: { name: 'weather', arguments: '{"city":"Oslo"}' },
            extra_content: { google: { thought_signature: 'sig' } },
          },
          { id: 'c2', type: 'function', function: { name: 'time', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: '{"t":7}' },
      { role: 'tool', tool_call_id: 'c2', content: 'noon' },
    ];
    const call = { name: 'weather', args: { city: 'Oslo' } };
    const { body } = write({ messages, tools: [weather], tool_choice: 'required' });
    const vertex = write({ messages, tools: [weather] }, target('gemini-2.5-pro', 'vertex')).body;

    expect(body['contents']).toEqual([
      { role: 'user', parts: [{ text: 'Hi' }] },
      {
        role: 'model',
        parts: [
          { functionCall: { id: 'c1', ...call }, thoughtSignature: 'sig' },
          { functionCall: { id: 'c2', name: 'time', args: {} } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'c1', name: 'weather', response: { t: 7 } } },
          { functionResponse: { id: 'c2', name: 'time', response: { result: 'noon' } } },
        ],
      },
    ]);
    const { $schema: _, ...schema } = parameters;
    expect(body['tools']).toEqual([
      { functionDeclarations: [{ name: 'weather', description: 'd', parametersJsonSchema: schema }] },
    ]);
    expect(body['toolConfig']).toEqual({ functionCallingConfig: { mode: 'ANY' } });
    expect(vertex['contents']).toMatchObject([
      {},
      { parts: [{ functionCall: call }, {}] },
      { parts: [{ functionResponse: { name: 'weather' } }, {}] },
    ]);
    expect(JSON.stringify(vertex)).not.toContain('"id"');
  });

  it('gives older models the subset of a schema that they know', () => {
    const { body } = write({ tools: [weather] }, target('gemini-2.0-flash'));
    const [declaration] = (body['tools'] as { functionDeclarations: Json[] }[])[0]!.functionDeclarations;

    expect(declaration!['parameters']).toMatchObject({
      type: 'object',
      properties: {
        city: { type: 'string', nullable: true },
        unit: { type: 'string', enum: ['C'] },
        at: { type: 'object', properties: { next: { type: 'object' } } },
      },
    });
    expect(JSON.stringify(declaration)).not.toMatch(/\$ref|\$defs|additionalProperties|"const"/);
  });

  it('signs a call that another model made, for models that want it signed', () => {
    const messages = [
      hi,
      {
        role: 'assistant',
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: 'x' },
    ];
    const signature = (model: string) =>
      (write({ messages }, target(model)).body['contents'] as { parts: Json[] }[])[1]!.parts[0]![
        'thoughtSignature'
      ];

    expect(signature('gemini-3-pro-preview')).toBe('skip_thought_signature_validator');
    expect(signature('gemini-2.5-pro')).toBeUndefined();
  });

  it('signs pictures of an answer that are sent back, for models that want them signed (IG-01)', () => {
    const images = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } }];
    const messages = [hi, { role: 'assistant', content: 'Here:', images }, { role: 'user', content: images }];
    const signatures = (model: string) =>
      (write({ messages }, target(model)).body['contents'] as { parts: Json[] }[]).map(({ parts }) =>
        parts.map((part) => part['thoughtSignature']),
      );

    expect(signatures('gemini-3-pro-image-preview')).toEqual([
      [undefined],
      [undefined, 'skip_thought_signature_validator'],
      [undefined],
    ]);
    expect(signatures('gemini-2.5-flash-image').flat()).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('sends pictures, sound and documents', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.webp?x=1' } },
      { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'words' }, title: 'T' },
    ];

    expect(write({ messages: [{ role: 'user', content }] })).toMatchObject({
      body: {
        contents: [
          {
            parts: [
              { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } },
              { fileData: { mimeType: 'image/webp', fileUri: 'https://example.com/a.webp?x=1' } },
              { inlineData: { mimeType: 'audio/wav', data: 'UklGRg==' } },
              { text: 'a.pdf' },
              { inlineData: { mimeType: 'application/pdf', data: 'JVBERi0=' } },
              { text: 'T' },
              { text: 'words' },
            ],
          },
        ],
      },
      dropped: [],
    });
  });

  it.each([
    ['gemini-2.5-flash', { reasoning_effort: 'medium' }, { includeThoughts: true, thinkingBudget: 8192 }],
    ['gemini-2.5-flash', { reasoning_effort: 'none' }, { thinkingBudget: 0 }],
    ['gemini-2.5-pro', { reasoning_effort: 'none' }, { thinkingBudget: 128 }],
    [
      'gemini-2.5-pro',
      { reasoning_options: { budget_tokens: 99_999 } },
      { includeThoughts: true, thinkingBudget: 32_768 },
    ],
    [
      'gemini-3-pro-preview',
      { reasoning_effort: 'medium' },
      { includeThoughts: true, thinkingLevel: 'high' },
    ],
    [
      'gemini-3-flash-preview',
      { reasoning_effort: 'minimal' },
      { includeThoughts: true, thinkingLevel: 'minimal' },
    ],
    ['gemini-2.0-flash', { reasoning_effort: 'low' }, undefined],
  ])('%s thinks by %j', (model, fields, expected) => {
    const { body, dropped } = write(fields, target(model));

    expect((body['generationConfig'] as Json | undefined)?.['thinkingConfig']).toEqual(expected);
    expect(dropped).toEqual(expected ? [] : ['reasoning_effort']);
  });

  it('asks for JSON, and for JSON of a schema, unless an older model has functions too', () => {
    const schema = { type: 'object', properties: { n: { type: 'integer' } } };
    const response_format = { type: 'json_schema', json_schema: { name: 'x', schema } };

    expect(write({ response_format: { type: 'json_object' } }).body['generationConfig']).toEqual({
      responseMimeType: 'application/json',
    });
    expect(write({ response_format }).body['generationConfig']).toEqual({
      responseMimeType: 'application/json',
      responseJsonSchema: schema,
    });
    expect(write({ response_format }, target('gemini-2.0-flash')).body).toMatchObject({
      generationConfig: { responseSchema: schema },
    });
    expect(write({ response_format, tools: [weather] }).dropped).toEqual(['response_format']);
    expect(write({ response_format, tools: [weather] }, target('gemini-3-pro-preview')).dropped).toEqual([]);
  });

  it('draws pictures of the size that was asked for (IG-01, IG-02)', () => {
    const to = target('gemini-3-pro-image-preview');
    const image_generation = { aspect_ratio: '16:9', image_size: '2K' };

    expect(write({ image_generation }, to).body['generationConfig']).toEqual({
      responseModalities: ['TEXT', 'IMAGE'],
      imageConfig: { aspectRatio: '16:9', imageSize: '2K' },
    });
    expect(write({}, to).body['generationConfig']).toEqual({ responseModalities: ['TEXT', 'IMAGE'] });
  });

  it('searches the web, where it calls no functions', () => {
    expect(write(search).body['tools']).toEqual([{ googleSearch: {} }]);
    expect(write({ ...search, tools: [weather] }).dropped).toEqual(['web_search_options']);
  });

  it('names every parameter that Gemini has no place for', () => {
    const fields = {
      tools: [weather],
      parallel_tool_calls: false,
      logit_bias: { 5: 1 },
      cache_control: { type: 'ephemeral' },
      prompt_cache_key: 'k',
      prompt_cache_retention: '24h',
      safety_identifier: 's',
      user: 'u',
      metadata: { a: 'b' },
      service_tier: 'flex',
      store: true,
      verbosity: 'low',
      prediction: { type: 'content', content: 'x' },
      context_editing: { enabled: true },
      unheard_of: 1,
    };

    expect(new Set(write(fields).dropped)).toEqual(
      new Set(Object.keys(fields).filter((name) => name !== 'tools')),
    );
  });
});

describe('a Gemini request', () => {
  const request = {
    systemInstruction: { parts: [{ text: 'S' }] },
    contents: [
      { role: 'user', parts: [{ text: 'Hi' }, { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } }] },
      {
        role: 'model',
        parts: [{ functionCall: { id: 'c', name: 'f', args: { a: 1 } }, thoughtSignature: 'sig' }],
      },
      { role: 'user', parts: [{ functionResponse: { id: 'c', name: 'f', response: { result: 'ok' } } }] },
    ],
    tools: [
      {
        functionDeclarations: [
          { name: 'f', parametersJsonSchema: { type: 'object', properties: { a: {} } } },
        ],
      },
      { codeExecution: {} },
    ],
    toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['f'] } },
    generationConfig: {
      temperature: 1,
      thinkingConfig: { thinkingBudget: 500, includeThoughts: true },
      mediaResolution: 'MEDIA_RESOLUTION_LOW',
    },
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
  };

  it('comes through the neutral form unchanged', () => {
    expect(sut.writeRequest(sut.readRequest(request), target())).toEqual({
      body: request,
      dropped: [],
      headers: {},
    });
  });

  it('has the same contents after a way through it (property)', () => {
    fc.assert(
      fc.property(conversation, (messages) => {
        const neutral = { model: 'm', messages, stream: false, rest: { source: 'chat', fields: {} } };
        const { body } = sut.writeRequest(neutral, target());

        expect(sut.writeRequest(sut.readRequest(body), target()).body).toEqual(body);
      }),
    );
  });

  it('is read and written whatever it holds (property)', () => {
    fc.assert(
      fc.property(nearRequest, fc.constantFrom('gemini-3-pro', 'gemini-2.0-flash', 'x'), (body, model) => {
        const before = structuredClone(body);
        JSON.stringify(sut.writeRequest(sut.readRequest(body), target(model)));
        JSON.stringify(sut.writeRequest(chatCodec.readRequest(body), target(model, 'vertex')));
        expect(body).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });
});
