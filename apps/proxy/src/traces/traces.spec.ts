import { CodedError } from '@heliostat/platform';
import fc from 'fast-check';
import { readCall } from '@heliostat/llm';
import { readOtlpTrace } from './otlp-trace.js';
import { toSpanLog } from './span-log.js';

const now = Date.UTC(2026, 0, 31, 12);
const nano = (ms: number) => `${ms}000000`;
const valueOf = (value: unknown) =>
  typeof value === 'number'
    ? Number.isInteger(value)
      ? { intValue: String(value) }
      : { doubleValue: value }
    : typeof value === 'boolean'
      ? { boolValue: value }
      : { stringValue: value };
const toAttributes = (values: Record<string, unknown>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: valueOf(value) }));
const makeSpan = (attributes: Record<string, unknown>, rest: object = {}) => ({
  traceId: 'A1b2',
  spanId: '0c',
  name: 'openai.chat',
  kind: 3,
  startTimeUnixNano: nano(now - 2000),
  endTimeUnixNano: nano(now - 500),
  status: { code: 1 },
  attributes: toAttributes(attributes),
  ...rest,
});
const makeTrace = (spans: unknown[], resource: Record<string, unknown> = {}) => ({
  resourceSpans: [{ resource: { attributes: toAttributes(resource) }, scopeSpans: [{ scope: {}, spans }] }],
});
const sut = (attributes: Record<string, unknown>, rest: object = {}, resource = {}) =>
  toSpanLog(readOtlpTrace(makeTrace([makeSpan(attributes, rest)], resource))[0]!, now);
const bodies = (log: ReturnType<typeof sut>) => ({
  request: JSON.parse(log!.request.toString()) as unknown,
  response: JSON.parse(log!.response.toString()) as unknown,
});
const chat = {
  'gen_ai.system': 'OpenAI',
  'llm.request.type': 'chat',
  'gen_ai.request.model': 'gpt-4o-mini',
  'gen_ai.response.model': 'gpt-4o-mini-2024-07-18',
  'gen_ai.request.temperature': 0.5,
  'gen_ai.prompt.0.role': 'system',
  'gen_ai.prompt.0.content': 'Be brief.',
  'gen_ai.prompt.2.role': 'user',
  'gen_ai.prompt.2.content': 'Hi',
  'gen_ai.completion.0.role': 'assistant',
  'gen_ai.completion.0.content': 'Hello!',
  'gen_ai.completion.0.finish_reason': 'stop',
  'gen_ai.usage.prompt_tokens': 10,
  'gen_ai.usage.completion_tokens': 8,
};

describe("a model's call out of a trace (LG-15)", () => {
  it("is read from OpenLLMetry's attributes", () => {
    const log = sut(chat);

    expect(log).toMatchObject({
      id: 'a1b2-0c',
      provider: 'openai',
      createdAt: now - 2000,
      latencyMs: 1500,
      status: 200,
    });
    expect(bodies(log)).toEqual({
      request: {
        model: 'gpt-4o-mini',
        temperature: 0.5,
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Hi' },
        ],
      },
      response: {
        model: 'gpt-4o-mini-2024-07-18',
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hello!' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 10, completion_tokens: 8, total_tokens: 18 },
      },
    });
  });

  it("is read from OpenTelemetry's own attributes, tools included", () => {
    const call = { type: 'tool_call', id: 'c1', name: 'f', arguments: { a: 1 } };
    const answer = { type: 'tool_call_response', id: 'c1', response: 'sunny' };
    const log = sut({
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.input.messages': JSON.stringify([
        { role: 'user', parts: [{ type: 'text', content: 'Weather?' }] },
        { role: 'assistant', parts: [call] },
        { role: 'tool', parts: [answer] },
      ]),
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'text', content: 'Sun.' }], finish_reason: 'stop' },
      ]),
      'gen_ai.usage.input_tokens': 3,
      'gen_ai.usage.output_tokens': 4,
    });

    expect(log?.provider).toBe('bedrock');
    expect(bodies(log)).toMatchObject({
      request: {
        messages: [
          { role: 'user', content: 'Weather?' },
          { tool_calls: [{ id: 'c1', function: { name: 'f', arguments: '{"a":1}' } }] },
          { role: 'tool', tool_call_id: 'c1', content: 'sunny' },
        ],
      },
      response: { choices: [{ message: { content: 'Sun.' }, finish_reason: 'stop' }] },
    });
  });

  it('keeps the calls of tools that a completion made', () => {
    const { response } = bodies(
      sut({
        'gen_ai.request.model': 'm',
        'gen_ai.completion.0.tool_calls.0.id': 'c1',
        'gen_ai.completion.0.tool_calls.0.name': 'f',
        'gen_ai.completion.0.tool_calls.0.arguments': '{}',
      }),
    );

    expect(response).toMatchObject({
      choices: [{ message: { tool_calls: [{ id: 'c1', function: { name: 'f', arguments: '{}' } }] } }],
    });
  });

  it('is one whose contents were not traced, with its tokens', () => {
    const log = sut({ 'gen_ai.request.model': 'm', 'gen_ai.usage.input_tokens': 3 })!;
    const { request, response, responseType: resType } = log;
    const reading = readCall({ provider: 'openai', path: '', status: 200, request, response, resType });

    expect(bodies(log).request).toEqual({ model: 'm' });
    expect(reading.usage).toEqual({ input: 3, output: 0 });
  });

  it('failed where its span did, in its words', () => {
    const failed = sut(chat, { status: { code: 2, message: 'Rate limit reached' } });

    expect(failed?.status).toBe(500);
    expect(bodies(failed).response).toEqual({ error: { message: 'Rate limit reached' } });
    expect(sut({ ...chat, 'http.response.status_code': 429 }, { status: { code: 2 } })?.status).toBe(429);
  });

  it('has the user, session and properties of withProperties, and what its resource says (LG-16)', () => {
    const prefix = 'traceloop.association.properties.';
    const log = sut(
      { ...chat, [`${prefix}Helicone-Session-Id`]: 's-1', [`${prefix}plan`]: 'pro', 'user.id': 'ada' },
      {},
      { [`${prefix}Helicone-Auth`]: 'Bearer x', [`${prefix}team`]: 'blue', 'user.id': 'nobody' },
    );

    expect(log?.meta).toEqual([
      ...['Helicone-User-Id', 'ada'],
      ...['Helicone-Property-team', 'blue'],
      ...['Helicone-Session-Id', 's-1'],
      ...['Helicone-Property-plan', 'pro'],
    ]);
  });

  it.each([
    ['a workflow', { 'traceloop.span.kind': 'workflow' }],
    ['an agent around its calls', { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.request.model': 'm' }],
    ['a database', { 'db.system': 'postgresql' }],
  ])('is not %s', (_, attributes) => {
    expect(sut(attributes)).toBeUndefined();
  });

  it.each([
    ['resourceSpans', {}],
    ['resourceSpans[0].scopeSpans[0].spans[0]', makeTrace([null])],
    ['resourceSpans[0].scopeSpans[0].spans[0].traceId', makeTrace([makeSpan({}, { traceId: 'x y' })])],
    [
      'resourceSpans[0].scopeSpans[0].spans[1].endTimeUnixNano',
      makeTrace([makeSpan({}), makeSpan({}, { endTimeUnixNano: 'soon' })]),
    ],
    [
      'resourceSpans[0].scopeSpans[0].spans[0].startTimeUnixNano',
      makeTrace([makeSpan(chat, { startTimeUnixNano: '12' })]),
    ],
  ])('is refused with a fault in %s', (path, trace) => {
    let fault: unknown;
    try {
      readOtlpTrace(trace).map((span) => toSpanLog(span, now));
    } catch (error) {
      fault = error;
    }

    expect(fault).toMatchObject({ status: 400, message: expect.stringMatching(/ must /) as string });
    expect((fault as CodedError).message.startsWith(`${path} `)).toBe(true);
  });

  it('is refused where its messages are nested beyond the stack', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const messages = `[{"role":"user","parts":[{"type":"text","content":${deep}}]}]`;

    expect(() => sut({ 'gen_ai.request.model': 'm', 'gen_ai.input.messages': messages })).toThrow(
      /spans\[0\] is nested too deeply/,
    );
  });

  it('has of its resource what is short, as each span keeps it', () => {
    const resource = { 'user.id': 'ada', 'gen_ai.prompt.9.content': 'x'.repeat(9_000), 'session.id': 's' };
    const [span] = readOtlpTrace(makeTrace([makeSpan(chat)], resource));

    expect(span!.attributes.get('user.id')).toBe('ada');
    expect(span!.attributes.get('gen_ai.prompt.9.content')).toBeUndefined();
  });

  it('is refused beyond 10 000 spans, and told how to send them', () => {
    const spans = (count: number) => makeTrace(Array.from({ length: count }, () => makeSpan({})));

    expect(readOtlpTrace(spans(10_000))).toHaveLength(10_000);
    expect(() => readOtlpTrace(spans(10_001))).toThrow(
      expect.objectContaining({
        status: 413,
        message: expect.stringContaining('OTEL_BSP_MAX_EXPORT_BATCH_SIZE') as string,
      }),
    );
  });

  it('is refused with more properties than a request may carry', () => {
    const many = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`traceloop.association.properties.p${i}`, 'x'.repeat(8_000)]),
    );

    expect(() => sut({ ...chat, ...many })).toThrow(/spans\[0\]\.attributes must hold no more than 65536/);
  });

  it('is taken or refused with 400, whatever its attributes are', () => {
    const anyValue = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.record({ stringValue: fc.oneof(fc.string(), fc.json()) }),
        fc.record({ intValue: fc.oneof(fc.integer(), fc.string()) }),
        fc.record({ doubleValue: fc.oneof(fc.double(), fc.constant('NaN')) }),
        fc.record({ boolValue: fc.boolean() }),
        fc.record({ arrayValue: fc.record({ values: fc.array(tie('node')) }) }),
        fc.record({
          kvlistValue: fc.record({ values: fc.array(fc.record({ key: fc.string(), value: tie('node') })) }),
        }),
        fc.jsonValue(),
      ),
    })).node;
    const key = fc.oneof(
      fc.constantFrom(...Object.keys(chat), 'gen_ai.input.messages', 'gen_ai.output.messages', 'user.id'),
      fc.constantFrom('gen_ai.completion.3.tool_calls.7.name', 'traceloop.association.properties.__proto__'),
      fc.string(),
    );
    const attributes = fc.array(fc.record({ key, value: anyValue }));

    fc.assert(
      fc.property(attributes, fc.jsonValue(), (list, status) => {
        const span = { ...makeSpan({}), attributes: list, status };
        try {
          const log = toSpanLog(readOtlpTrace(makeTrace([span]))[0]!, now);
          if (log) expect(() => bodies(log)).not.toThrow();
        } catch (error) {
          if (!(error instanceof CodedError)) throw error;
          expect(error.status).toBe(400);
        }
      }),
      { numRuns: 500 },
    );
  });
});
