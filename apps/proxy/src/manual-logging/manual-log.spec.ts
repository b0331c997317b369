import { CodedError } from '@heliostat/platform';
import fc from 'fast-check';
import { readManualLog as sut } from './manual-log.js';

const now = Date.UTC(2026, 0, 31, 12);
const read = (log: unknown) => sut(Buffer.from(JSON.stringify(log)), now);
const logOf = (request: object = {}, response: object = {}, rest: object = {}) => ({
  providerRequest: { url: 'custom-model-nopath', json: { model: 'm' }, meta: {}, ...request },
  providerResponse: { headers: {}, status: 200, json: { ok: true }, ...response },
  ...rest,
});
const text = (textBody: string) => read(logOf({}, { json: {}, textBody }));
const faultOf = (act: () => unknown): CodedError => {
  try {
    act();
  } catch (error) {
    if (error instanceof CodedError) return error;
  }
  throw new Error('nothing was refused');
};

describe(sut.name, () => {
  it('takes the bodies of the call, its status and its time (LG-01)', () => {
    const timing = {
      startTime: { seconds: 1677721748, milliseconds: 123 },
      endTime: { seconds: 1677721749, milliseconds: 456 },
    };

    expect(read(logOf({}, { status: 429 }, { timing }))).toMatchObject({
      request: Buffer.from('{"model":"m"}'),
      response: Buffer.from('{"ok":true}'),
      responseType: 'application/json',
      status: 429,
      createdAt: 1677721748123,
      latencyMs: 1333,
      ttftMs: null,
      model: undefined,
    });
  });

  it('takes now for both ends where no timing is given (LG-02)', () => {
    expect(read(logOf())).toMatchObject({ createdAt: now, latencyMs: 0, ttftMs: null });
  });

  it('keeps the time to the first token in milliseconds (LG-02)', () => {
    expect(read(logOf({}, {}, { timing: { timeToFirstToken: 150 } }))).toMatchObject({
      ttftMs: 150,
      createdAt: now,
    });
  });

  it('counts an end before its start as no time', () => {
    const at = now / 1000;
    const timing = { startTime: { seconds: at, milliseconds: 5 }, endTime: { seconds: at, milliseconds: 2 } };

    expect(read(logOf({}, {}, { timing }))).toMatchObject({ createdAt: now + 5, latencyMs: 0 });
  });

  it.each([
    ['words', 'Why did the chicken cross the road?', 'text/plain'],
    ['JSON', '{"model":"gpt-4o-mini-batch"}\n', 'application/json'],
    ['chunks in lines', '{"a":1}\n{"a":2}\n', 'application/x-ndjson'],
    ['an error above chunks', 'Error: no\n\n{"a":1}\n', 'text/plain'],
    ['words that begin like JSON', '[1] is a note\nand more', 'text/plain'],
  ])('tells %s in textBody (LG-04, LG-14)', (_, body, type) => {
    expect(text(body)).toMatchObject({ response: Buffer.from(body), responseType: type });
  });

  it('takes an empty reply from a logger that had nothing to say', () => {
    expect(read(logOf({}, { json: {}, textBody: '' })).response).toHaveLength(0);
    expect(read(logOf({}, { json: null })).response).toHaveLength(0);
    expect(read(logOf({}, { json: {}, textBody: null })).response.toString()).toBe('{}');
  });

  it('takes a status of 0 or none for 200, as loggers that know none send it', () => {
    expect(read(logOf({}, { status: 0 })).status).toBe(200);
    expect(read(logOf({}, { status: undefined })).status).toBe(200);
    expect(read(logOf({}, { status: -3 })).status).toBe(-3);
  });

  it.each([
    [{ _type: 'tool', toolName: 'calculator', input: 3 }, 'tool:calculator'],
    [{ _type: 'vector_db', operation: 'search' }, 'vector_db:search'],
    [{ _type: 'data', name: 'user_query', model: 'x' }, 'data:user_query'],
    [{ batch_id: 'b1', operation: 'batch_created' }, undefined],
  ])('names the event %j (LG-07, LG-08, LG-09, BA-02)', (json, model) => {
    expect(read(logOf({ json })).model).toBe(model);
  });

  it('takes the headers of ours out of meta, without a key (LG-05)', () => {
    const meta = {
      'Helicone-User-Id': 'ada',
      'heliostat-redact-pii': true,
      'Helicone-Property-N': 3,
      'helicone-auth': 'Bearer x',
      metaKey1: 'metaValue1',
      'Helicone-Session-Id': null,
    };

    expect(read(logOf({ meta })).meta).toEqual([
      ...['Helicone-User-Id', 'ada'],
      ...['heliostat-redact-pii', 'true'],
      ...['Helicone-Property-N', '3'],
    ]);
  });

  const seconds = (value: unknown) => ({ seconds: value, milliseconds: 0 });
  it.each([
    ['providerRequest', { providerResponse: { status: 200 } }],
    ['providerResponse', { providerRequest: { json: {} } }],
    ['providerRequest.json', logOf({ json: 'x' })],
    ['providerRequest.url', logOf({ url: 7 })],
    ['providerRequest.meta', logOf({ meta: ['x'] })],
    ['providerRequest.meta.Helicone-User-Id', logOf({ meta: { 'Helicone-User-Id': {} } })],
    ['providerRequest.json.operation', logOf({ json: { _type: 'vector_db', operation: 'upsert' } })],
    ['providerRequest.json.toolName', logOf({ json: { _type: 'tool' } })],
    ['providerRequest.json.name', logOf({ json: { _type: 'data', name: '' } })],
    ['providerResponse.status', logOf({}, { status: '200' })],
    ['providerResponse.textBody', logOf({}, { textBody: {} })],
    ['timing', logOf({}, {}, { timing: 5 })],
    ['timing.startTime', logOf({}, {}, { timing: { startTime: seconds(1677721748123) } })],
    ['timing.startTime', logOf({}, {}, { timing: { startTime: seconds(12), endTime: seconds(13) } })],
    ['timing.endTime', logOf({}, {}, { timing: { startTime: seconds(1677721748), endTime: seconds('x') } })],
    ['timing.endTime', logOf({}, {}, { timing: { startTime: seconds(1677721748) } })],
    ['timing.timeToFirstToken', logOf({}, {}, { timing: { timeToFirstToken: '150' } })],
  ])('refuses a log with a fault in %s and names it', (path, log) => {
    const { status, message } = faultOf(() => read(log));

    expect(status).toBe(400);
    expect(message.startsWith(`${path} `)).toBe(true);
  });

  it('refuses what is no JSON object, and shows the shape', () => {
    for (const body of ['', '{"providerRequest":', '[]', 'null'])
      expect(faultOf(() => sut(Buffer.from(body), now))).toMatchObject({
        code: 'manual-log/bad-json',
        status: 400,
        message: expect.stringContaining('providerResponse') as string,
      });
  });

  it('refuses bodies nested beyond the stack', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const log = `{"providerRequest":{"json":{"a":${deep}}},"providerResponse":{"status":200}}`;

    expect(faultOf(() => sut(Buffer.from(log), now)).message).toMatch(
      /providerRequest\.json is nested too deeply/,
    );
  });

  it.each([
    ['names', { [`Helicone-Property-${'x'.repeat(400)}`]: 'a' }, /a name longer than 320/],
    ['headers', { 'Helicone-User-Id': 'x'.repeat(70_000) }, /no more than 65536 bytes/],
  ])('refuses %s in meta that no request could have (LG-05)', (_what, meta, words) => {
    expect(faultOf(() => read(logOf({ meta }))).message).toMatch(words);
  });

  it('either takes or refuses with 400 whatever JSON it is given', () => {
    const part = fc.dictionary(
      fc.constantFrom('url', 'json', 'meta', 'status', 'textBody', '_type', 'startTime', 'seconds', 'x'),
      fc.jsonValue(),
    );
    const log = fc.record(
      {
        providerRequest: fc.oneof(part, fc.jsonValue()),
        providerResponse: fc.oneof(part, fc.jsonValue()),
        timing: fc.oneof(part, fc.jsonValue()),
        provider: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(log, (value) => {
        try {
          const taken = read(value);
          expect(taken.latencyMs).toBeGreaterThanOrEqual(0);
          expect(Number.isInteger(taken.status)).toBe(true);
          expect(taken.meta.length % 2).toBe(0);
        } catch (error) {
          if (!(error instanceof CodedError)) throw error;
          expect(error.status).toBe(400);
        }
      }),
      { numRuns: 500 },
    );
  });
});
