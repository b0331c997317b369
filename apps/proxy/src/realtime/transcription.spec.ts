import { until } from '../testing/raw-client.js';
import { costOfReply, useRealtime } from '../testing/use-realtime.js';
import { readTranscription, transcriptionModel } from './transcription.js';

const type = 'conversation.item.input_audio_transcription.completed';
const tokens = {
  type: 'tokens',
  total_tokens: 30,
  input_tokens: 20,
  input_token_details: { text_tokens: 2, audio_tokens: 18 },
  output_tokens: 10,
};
const heard = (usage: unknown) => ({
  type,
  event_id: 'e',
  item_id: 'i',
  content_index: 0,
  transcript: 'Hi',
  usage,
});
const bytes = (event: object) => Buffer.from(JSON.stringify(event));
/** 18 tokens of audio and 2 of text in, 10 out, at gpt-4o-transcribe's prices. */
const costOfTokens = 18 * 6_000 + 2 * 2_500 + 10 * 10_000;
const settings = { audio: { input: { transcription: { model: 'gpt-4o-transcribe' } } } };

describe(transcriptionModel.name, () => {
  it.each([
    ['session.created', settings, 'gpt-4o-transcribe'],
    ['session.updated', { input_audio_transcription: { model: 'whisper-1' } }, 'whisper-1'],
    ['session.updated', { audio: { input: { transcription: null } } }, undefined],
    ['response.created', settings, undefined],
  ])('reads %s', (name, session, expected) => {
    expect(transcriptionModel(bytes({ type: name, event_id: 'e', session }))).toBe(expected);
  });
});

describe(readTranscription.name, () => {
  it('has tokens as they are stated', () => {
    const read = readTranscription(bytes(heard(tokens)), 'gpt-4o-transcribe');
    expect(read).toEqual({ input: 20, output: 10, inputAudio: 18 });
  });

  it.each([
    ['whisper-1', 90, 0.009],
    ['whisper-1', 1e9, 0.36],
    ['another', 90, undefined],
    [undefined, 90, undefined],
  ])('prices what %s heard for %d s', (model, seconds, providerCost) => {
    const read = readTranscription(bytes(heard({ type: 'duration', seconds })), model);
    expect(read).toEqual({
      input: 0,
      output: 0,
      ...(providerCost === undefined ? {} : { providerCost }),
    });
  });

  it.each([
    ['that says nothing of its usage', heard(undefined)],
    ['whose duration is none', heard({ type: 'duration', seconds: '9' })],
    ['of another kind that has its name in it', { type: 'error', message: `"${type}"`, usage: tokens }],
    ['that is a part', { ...heard(tokens), type: 'conversation.item.input_audio_transcription.delta' }],
  ])('passes over an event %s', (_, event) => {
    expect(readTranscription(bytes(event), 'gpt-4o-transcribe')).toBeUndefined();
  });
});

describe('what users say in realtime sessions', () => {
  const realtime = useRealtime();
  const { credits, open, paid, replies } = realtime;
  const speak = async (session: ReturnType<typeof open>) => {
    await session.opened;
    session.say({ echo: { type: 'session.updated', session: settings } });
    session.say({ echo: heard(tokens) });
    await until(() => session.of(type).length > 0 || session.of('error').length > 0);
  };

  it('is a row of the model that wrote it down, before the client hears of it (CO-02)', async () => {
    const session = open({ 'helicone-request-id': 'the-reply' });
    await speak(session);
    const [row] = realtime.sut.records();
    expect(row!.meta).toMatchObject({
      model: 'gpt-4o-transcribe',
      status: 200,
      usage: { input: 20, output: 10, inputAudio: 18 },
    });
    expect(row!.meta.id).not.toBe('the-reply');
    expect(JSON.parse(row!.response.toString())).toMatchObject({ transcript: 'Hi' });
    session.socket.close();
  });

  it('is charged where credits pay, under the id and time of its row (CR-01)', async () => {
    credits.balance = 10_000_000_000n;
    const session = paid();
    await speak(session);
    await until(() => credits.settled.length > 1);
    expect(credits.settled).toEqual([0n, BigInt(costOfTokens)]);
    session.socket.close();
  });

  // A reply uses 30 tokens as well; what is said alone leaves room for the next.
  it.each([
    ['tokens', 60],
    ['cents', (costOfReply + costOfTokens - 100) / 1e7],
  ])('counts against a limit in %s, as a reply does (RL-03)', async (unit, quota) => {
    const session = open({ 'helicone-ratelimit-policy': `${quota};w=3600;u=${unit}` });
    await speak(session);
    await replies(session, 2);
    expect(session.of('response.done')).toHaveLength(1);
    expect(session.of('error')[0]!.error).toMatchObject({ code: 'rate_limit_exceeded' });
    session.socket.close();
  });

  it('is no reply that a limit of requests would count (RL-01)', async () => {
    const session = open({ 'helicone-ratelimit-policy': '2;w=3600' });
    await speak(session);
    await replies(session, 2);
    expect(session.of('response.done')).toHaveLength(2);
    session.socket.close();
  });

  it('ends a session in which nobody pays for it any more (CR-01)', async () => {
    credits.balance = 10_000_000_000n;
    const session = paid();
    await session.opened;
    credits.balance = 0n;
    const closed = new Promise<number>((resolve) => session.socket.on('close', resolve));
    await speak(session);
    expect(await closed).toBe(1008);
    expect(session.of('error')[0]!.error).toMatchObject({ code: 'insufficient_quota' });
  });
});
