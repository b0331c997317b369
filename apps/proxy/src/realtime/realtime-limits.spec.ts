import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { StoredPolicy } from '../rate-limits/policy-store.js';
import { testKey } from '../testing/proxy.fixture.js';
import { until } from '../testing/raw-client.js';
import { costOfReply, create, useRealtime } from '../testing/use-realtime.js';

const policy = (over: Partial<StoredPolicy>): StoredPolicy => ({
  id: 'policy-1',
  name: 'a policy',
  keyId: null,
  quota: 1,
  windowSeconds: 3_600,
  unit: 'request',
  segment: null,
  ...over,
});

describe('limits of realtime sessions', () => {
  const realtime = useRealtime();
  const { open, refused, replies, last } = realtime;

  it.each([
    ['of a header', { 'helicone-ratelimit-policy': '2;w=3600' }, []],
    ['that is stored', {}, [policy({ quota: 2 })]],
  ])(
    'counts replies against a limit %s, and refuses the one that is too many (RL-01)',
    async (_w, headers, all) => {
      realtime.stored = all;
      const session = open(headers);
      await replies(session, 3);
      expect(session.of('response.done')).toHaveLength(2);
      expect(session.of('error')[0]!.error).toMatchObject({
        type: 'rate_limit_error',
        code: 'rate_limit_exceeded',
        event_id: 'ask-2',
        param: null,
      });
      expect(realtime.provider.seen.messages.filter((text) => text.includes('response.create'))).toHaveLength(
        2,
      );
      expect(last()).toMatchObject({ status: 429, rateLimited: true });
      session.socket.close();
    },
  );

  const handshake = async ({ socket }: ReturnType<typeof open>) => {
    const [reply] = (await once(socket, 'upgrade')) as [IncomingMessage];
    return reply.headers;
  };

  it('says on opening how much is left of a limit, and the id that was given (RL-07)', async () => {
    const session = open({ 'helicone-ratelimit-policy': '5;w=3600', 'helicone-request-id': 'the-first' });
    expect(await handshake(session)).toMatchObject({
      'helicone-ratelimit-limit': '5',
      'helicone-ratelimit-remaining': '4',
      'helicone-ratelimit-policy': '5;w=3600',
      'helicone-id': 'the-first',
    });
    session.socket.close();
  });

  it('says nothing of limits where there are none', async () => {
    const session = open();
    expect(Object.keys(await handshake(session)).filter((name) => name.startsWith('heli'))).toEqual([]);
    session.socket.close();
  });

  it('says on opening that a limit could not be asked about', async () => {
    realtime.storedAway = true;
    const session = open();
    expect(await handshake(session)).toMatchObject({ 'helicone-degraded': 'rate-limit' });
    session.socket.close();
  });

  it('refuses a session whose limit is used up, as a call over HTTP (RL-01)', async () => {
    const headers = { 'helicone-ratelimit-policy': '1;w=3600' };
    const first = open(headers);
    await replies(first, 1);
    first.socket.close();
    const answer = await refused(open(headers).socket);
    expect(answer.status).toBe(429);
    expect(answer.headers).toMatchObject({
      'helicone-ratelimit-limit': '1',
      'helicone-ratelimit-remaining': '0',
      'x-helicone-error': 'rate_limited',
      'retry-after': expect.stringMatching(/^\d+$/) as string,
    });
    expect(answer.body).toContain('The rate limit 1;w=3600 is used up.');
    expect(last()).toMatchObject({ status: 429, rateLimited: true, id: answer.headers['helicone-id'] });
  });

  it('shares a limit with calls over HTTP (RL-01)', async () => {
    realtime.stored = [policy({})];
    const call = () =>
      fetch(`${realtime.sut.url}/oai/v1/models`, {
        headers: { 'helicone-auth': `Bearer ${testKey}`, 'helicone-cache-enabled': 'true' },
      });
    expect((await call()).status).toBe(200);
    expect((await refused(open().socket)).status).toBe(429);
  });

  it('refuses a limit that is misspelt (RL-02)', async () => {
    const answer = await refused(open({ 'helicone-ratelimit-policy': 'many;w=60' }).socket);
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('bad-rate-limit-policy')]);
  });

  it.each([
    ['tokens', '30;w=3600;u=tokens'],
    ['cents', `${costOfReply / 1e7};w=3600;u=cents`],
  ])('counts what a reply used against a limit in %s (RL-03)', async (_unit, text) => {
    const session = open({ 'helicone-ratelimit-policy': text });
    await replies(session, 2);
    expect(session.of('response.done')).toHaveLength(1);
    expect(session.of('error')).toHaveLength(1);
    session.socket.close();
  });

  it('holds a session to a limit that is set while it is open (RL-08)', async () => {
    const session = open();
    await replies(session, 1);
    realtime.stored = [policy({})];
    await replies(session, 2);
    expect([session.of('response.done').length, session.of('error').length]).toEqual([2, 1]);
    session.socket.close();
  });

  it('cancels a reply that the provider began by itself beyond the limit (RL-01)', async () => {
    const session = open({ 'helicone-ratelimit-policy': '1;w=3600' });
    await replies(session, 1);
    session.say({ type: 'input_audio_buffer.commit' });
    await until(() => session.of('response.done').length === 2);
    expect(realtime.provider.seen.messages.at(-1)).toBe('{"type":"response.cancel"}');
    expect(session.of('error')[0]!.error).toMatchObject({ code: 'rate_limit_exceeded' });
    session.socket.close();
  });

  it('keeps what a client says behind a reply that is checked in its order', async () => {
    const session = open({ 'helicone-ratelimit-policy': '9;w=3600' });
    await session.opened;
    for (let i = 0; i < 3; i++) {
      session.say({ ...create, i });
      session.say({ type: 'input_audio_buffer.clear', i });
    }
    await until(() => realtime.provider.seen.messages.length === 6);
    expect(realtime.provider.seen.messages.map((text) => (JSON.parse(text) as { i: number }).i)).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
    session.socket.close();
  });
});
