import fc from 'fast-check';
import { until } from '../testing/raw-client.js';
import { useRealtime } from '../testing/use-realtime.js';
import { keptBytes } from './kept-events.js';
import { LiveTurn, liveModel, saysNothing } from './live-turn.js';

const bytes = (message: object) => Buffer.from(JSON.stringify(message));
const live =
  '/gemini/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=secret';
const setup = { setup: { model: 'models/gemini-2.0-flash-live-001' } };
const said = { clientContent: { turns: [{ role: 'user', parts: [{ text: 'Hello' }] }], turnComplete: true } };
const audio = { realtimeInput: { audio: { data: 'AAAA', mimeType: 'audio/pcm' } } };
const word = (text: string) => ({ serverContent: { modelTurn: { parts: [{ text }] } } });
const usageMetadata = {
  promptTokenCount: 20,
  responseTokenCount: 10,
  totalTokenCount: 30,
  promptTokensDetails: [{ modality: 'AUDIO', tokenCount: 12 }],
  responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 6 }],
};
const complete = { serverContent: { turnComplete: true }, usageMetadata };

describe('what a client says in Gemini Live', () => {
  it.each([
    [setup, 'gemini-2.0-flash-live-001'],
    [{ setup: { model: 'projects/p/locations/l/publishers/google/models/m' } }, 'm'],
    [said, undefined],
  ])('names its model: %j', (message, expected) => {
    expect(liveModel(bytes(message))).toBe(expected);
  });

  it.each([
    [audio, true],
    [{ realtime_input: { media_chunks: [] } }, true],
    [{ realtimeInput: { text: 'Hi' } }, false],
    [said, false],
  ])('is worth keeping or not: %j', (message, expected) => {
    expect(saysNothing(bytes(message))).toBe(expected);
  });
});

describe(LiveTurn.name, () => {
  const read = (messages: object[], maxBytes = 1_000) => {
    const sut = new LiveTurn('org', maxBytes);
    const ended = messages.map((message) => sut.add(message as never));
    sut.close();
    return { sut, ended, body: JSON.parse(sut.body('m').toString()) as unknown };
  };

  it('puts together what was written, said and called', () => {
    const { ended, body } = read([
      word('Hel'),
      { serverContent: { outputTranscription: { text: 'lo' } } },
      { toolCall: { functionCalls: [{ id: '1', name: 'f', args: { a: 1 } }] } },
      complete,
    ]);
    expect(ended).toEqual([false, false, false, true]);
    expect(body).toMatchObject({
      candidates: [
        { content: { parts: [{ text: 'Hello' }, { functionCall: { id: '1', name: 'f', args: { a: 1 } } }] } },
      ],
      usageMetadata,
      modelVersion: 'm',
    });
  });

  it('keeps no more than it may', () => {
    const { sut, body } = read([word('12345'), word('6789')], 6);
    expect(sut.truncated).toBe(true);
    expect(body).toMatchObject({ candidates: [{ content: { parts: [{ text: '12345' }] } }] });
  });

  it('keeps nothing while all sessions together keep too much, and gives back what it kept', () => {
    const all = keptBytes.left;
    const others = keptBytes.open('others');
    expect(others.take(all - 5)).toBe(true);
    const { sut, body } = read([word('12345'), word('6789')]);
    others.close();
    expect(sut.truncated).toBe(true);
    expect(body).toMatchObject({ candidates: [{ content: { parts: [{ text: '12345' }] } }] });
    expect([keptBytes.left, keptBytes.owners.size]).toEqual([all, 0]);
  });

  it('leaves out what is nested beyond the stack', () => {
    const deep = JSON.parse('{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)) as object;
    const { sut, body } = read([
      { toolCall: { functionCalls: [deep] } },
      { ...complete, usageMetadata: { ...usageMetadata, deep } },
    ]);
    expect(sut.truncated).toBe(true);
    expect(sut.usage).toMatchObject({ input: 20 });
    expect(body).toEqual({
      candidates: [{ index: 0, content: { role: 'model', parts: [] } }],
      modelVersion: 'm',
    });
  });

  it('reads whatever a provider may say', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.object({ key: fc.constantFrom('serverContent', 'modelTurn', 'parts', 'text', 'toolCall') }),
        ),
        (messages) => {
          expect(read(messages).body).toHaveProperty('candidates');
        },
      ),
    );
  });
});

describe("sessions of other APIs than OpenAI's", () => {
  const realtime = useRealtime();
  const { open } = realtime;
  const rows = () => realtime.sut.records();
  const echo = (session: ReturnType<typeof open>, message: object) => session.say({ echo: message });
  const heard = (count: number) => until(() => realtime.provider.seen.messages.length >= count);

  it('are a row a turn in Gemini Live, with its usage', async () => {
    const session = open({}, live);
    await session.opened;
    for (const message of [setup, audio, said]) session.say(message);
    echo(session, word('Hi'));
    echo(session, complete);
    await until(() => rows().length === 1);
    const [{ meta, request, response }] = rows() as [ReturnType<typeof rows>[number]];
    expect(meta).toMatchObject({
      status: 200,
      model: 'gemini-2.0-flash-live-001',
      bodyProvider: 'google-ai-studio',
      usage: { input: 20, output: 10, inputAudio: 12, outputAudio: 6 },
    });
    expect(meta.path).not.toContain('secret');
    expect(JSON.parse(request.toString())).toMatchObject({ events: [setup, said, {}, {}] });
    expect(JSON.parse(response.toString())).toMatchObject({
      candidates: [{ content: { parts: [{ text: 'Hi' }] } }],
    });
    session.socket.close();
  });

  it('log a turn of Gemini Live that was cut', async () => {
    const session = open({}, live);
    await session.opened;
    echo(session, word('Hi'));
    await until(() => session.heard.length > 1);
    session.socket.close();
    await until(() => rows().length === 1);
    expect(rows()[0]!.meta).toMatchObject({
      status: -3,
      error: expect.stringContaining('ended before') as string,
    });
  });

  it('count what their turns used against limits, as one call (RL-01)', async () => {
    const headers = { 'helicone-ratelimit-policy': '30;w=3600;u=tokens' };
    const session = open(headers, live);
    await session.opened;
    echo(session, word('Hi'));
    echo(session, complete);
    await until(() => rows().length === 1);
    session.socket.close();
    await until(() => realtime.provider.clients.size === 0);
    expect((await realtime.refused(open(headers, live).socket)).status).toBe(429);
  });

  it('are one row with the text of both sides, where nobody here reads them', async () => {
    const session = open({}, '/gemini/v1/listen?model=nova');
    await session.opened;
    session.say({ type: 'Configure' });
    echo(session, { type: 'Results', transcript: 'Hi' });
    session.socket.send(Buffer.from([1, 2, 3]), { binary: true });
    await heard(3);
    await until(() => session.heard.length === 3);
    session.socket.close();
    await until(() => rows().length === 1);
    const [{ meta, request, response }] = rows() as [ReturnType<typeof rows>[number]];
    expect(meta).toMatchObject({ status: 200, model: 'nova', path: '/v1/listen?model=nova' });
    expect(JSON.parse(request.toString())).toMatchObject({ events: [{ type: 'Configure' }, {}] });
    expect(JSON.parse(response.toString())).toEqual({
      events: [{ type: 'session.created' }, { type: 'Results', transcript: 'Hi' }],
    });
  });
});
