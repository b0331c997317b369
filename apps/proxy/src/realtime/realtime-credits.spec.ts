import { once } from 'node:events';
import { until } from '../testing/raw-client.js';
import { costOfReply, create, useRealtime } from '../testing/use-realtime.js';

describe('credits of realtime sessions', () => {
  const realtime = useRealtime();
  const { credits, ownKeys, open, paid, refused, replies, last } = realtime;

  it('charges each reply what it cost, and sets more aside before it (CR-01)', async () => {
    credits.balance = 10_000_000_000n;
    const session = paid();
    await replies(session, 2);
    // The opening asks whether there is anything at all.
    expect(credits.settled).toEqual([0n, BigInt(costOfReply), BigInt(costOfReply)]);
    expect(credits.reserved[1]).toBeGreaterThan(BigInt(costOfReply));
    expect(last()).toMatchObject({ passthroughBilling: true, status: 200 });
    session.socket.close();
  });

  it('waits for the charge of the reply before, which would stand in its way (CR-01)', async () => {
    credits.balance = 10_000_000_000n;
    const steps: string[] = [];
    const { reserve } = credits;
    credits.reserve = async (call, amount) => {
      steps.push('reserve');
      const result = await reserve.call(credits, call, amount);
      if (typeof result === 'string' || 'status' in result) return result;
      const settle = async (actual: bigint) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        steps.push('charged');
        return result.settle(actual);
      };
      return { ...result, settle };
    };
    const session = paid();
    await replies(session, 2);
    credits.reserve = reserve;
    // The opening's, the first reply's, and no second before that is charged.
    expect(steps.slice(0, 5)).toEqual(['reserve', 'charged', 'reserve', 'charged', 'reserve']);
    session.socket.close();
  });

  it('reserves under the id and the time of the reply’s row, by which the worker settles (CR-01)', async () => {
    credits.balance = 10_000_000_000n;
    const calls: unknown[] = [];
    const reserve = credits.reserve.bind(credits);
    credits.reserve = (call, amount) => {
      calls.push(call);
      return reserve(call, amount);
    };
    const session = paid();
    await replies(session, 2);
    const rows = realtime.sut.records().map(({ meta: { org, id, createdAt } }) => ({ org, id, createdAt }));
    expect(calls.slice(1)).toEqual(rows);
    credits.reserve = reserve;
    session.socket.close();
  });

  it('answers with an error event when nothing is left (CR-01)', async () => {
    credits.balance = BigInt(costOfReply);
    const session = paid();
    await replies(session, 2);
    expect(session.of('response.done')).toHaveLength(1);
    expect(session.of('error')[0]!.error).toMatchObject({
      type: 'insufficient_quota',
      code: 'insufficient_quota',
      message: 'Insufficient credits',
    });
    session.socket.close();
  });

  it.each([
    ['nothing is left', () => void (credits.balance = 0n), 429, 'Insufficient credits'],
    ['the wallet is suspended', () => void (credits.suspended = true), 403, 'Wallet suspended'],
  ])('refuses a session where %s (CR-01)', async (_what, arrange, status, words) => {
    arrange();
    const answer = await refused(paid().socket);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({
      error: { message: words, type: 'request_failed', code: status },
    });
  });

  it('ends a session in which the provider speaks by itself and nobody pays (CR-01)', async () => {
    credits.balance = BigInt(costOfReply);
    const session = paid();
    await replies(session, 1);
    const closed = once(session.socket, 'close');
    session.say({ type: 'input_audio_buffer.commit' });
    expect((await closed)[0]).toBe(1008);
    expect(session.of('error')[0]!.error).toMatchObject({ code: 'insufficient_quota' });
  });

  it('charges a reply that was cut by an estimate (CR-01)', async () => {
    credits.balance = 10_000_000_000n;
    const session = paid();
    await session.opened;
    session.say({ ...create, never: true });
    await until(() => session.of('response.output_text.delta').length === 1);
    session.socket.close();
    await until(() => credits.settled.length === 2);
    expect(credits.settled[1]).toBeGreaterThan(0n);
    await until(() => realtime.sut.records().length === 1);
    expect(last()).toMatchObject({ status: -3, usage: { estimated: true } });
  });

  it('gives back what was set aside for a reply that the provider would not make (CR-01)', async () => {
    credits.balance = 10_000_000_000n;
    const session = paid();
    await session.opened;
    session.say({ ...create, busy: true });
    await until(() => credits.settled.length === 2);
    expect(credits.settled).toEqual([0n, 0n]);
    session.socket.close();
  });

  it('gives back what was set aside for a client that left meanwhile (CR-01)', async () => {
    credits.balance = 10_000_000_000n;
    const session = paid();
    await session.opened;
    let go = () => {};
    credits.ready = new Promise((resolve) => (go = resolve));
    session.say(create);
    await until(() => credits.reserved.length === 2);
    session.socket.terminate();
    await until(() => realtime.provider.clients.size === 0);
    go();
    await until(() => credits.settled.length === 2);
    expect(credits.settled).toEqual([0n, 0n]);
    expect(realtime.provider.seen.messages).toEqual([]);
  });

  it('does not give away a model without a price (CR-01)', async () => {
    credits.balance = 10_000_000_000n;
    const session = paid({}, 'gpt-of-tomorrow');
    await replies(session, 1);
    expect(session.of('error')[0]!.error).toMatchObject({ code: 'model_without_price' });
    expect(realtime.provider.seen.messages).toEqual([]);
    session.socket.close();
  });

  it.each([
    { type: 'session.update', session: { type: 'transcription' } },
    { session: { x: 'x'.repeat(600), type: 'transcription' }, type: 'session.update' },
    { type: 'transcription_session.update', session: {} },
  ])('does not let a session become one that only transcribes: %j (CR-01)', async (event) => {
    credits.balance = 10_000_000_000n;
    const session = paid();
    await session.opened;
    session.say(event);
    await until(() => session.of('error').length === 1);
    expect(session.of('error')[0]!.error).toMatchObject({ code: 'gateway/realtime-transcription' });
    expect(realtime.provider.seen.messages).toEqual([]);
    session.socket.close();
  });

  it('opens no session of two models, of which one would be paid for', async () => {
    const answer = await refused(paid({}, 'gpt-realtime-mini&mod%65l=gpt-realtime').socket);
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('more than one model')]);
  });

  it('does not give away sessions that only transcribe (CR-01)', async () => {
    credits.balance = 10_000_000_000n;
    for (const query of ['intent=transcription', 'model=gpt-realtime&in%74ent=%74ranscription']) {
      const answer = await refused(open({}, `/v1/realtime?${query}`).socket);
      expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('only transcribe')]);
    }
    credits.balance = undefined;
    const { socket, opened } = open({}, '/v1/realtime?intent=transcription');
    await opened;
    socket.close();
  });

  it('asks nobody about credits where an own key pays (GW-07)', async () => {
    ownKeys.add('openai');
    credits.balance = 0n;
    const session = paid();
    await replies(session, 1);
    expect(session.of('response.done')).toHaveLength(1);
    expect(credits.reserved).toEqual([]);
    session.socket.close();
  });
});
