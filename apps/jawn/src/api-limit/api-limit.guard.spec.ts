import { createLogger } from '@heliostat/platform';
import { type LimitTake, MemoryState, StateAwayError } from '@heliostat/stores/state';
import { type ExecutionContext } from '@nestjs/common';
import { type Caller, type Principal } from '../principal/principal.js';
import { ApiLimitGuard, type ApiLimitState } from './api-limit.guard.js';

const key = (organizationId: string, keyId = 'k'): Caller => ({
  userId: null,
  principal: { kind: 'key', organizationId, keyId } as Principal,
});
const user = (userId: string, organizationId = 'acme'): Caller => ({
  userId,
  principal: { kind: 'user', organizationId, userId } as Principal,
});

/** A guard that allows two requests a minute, and its clock. */
function sut(state?: ApiLimitState) {
  const clock = { now: 1_000_000 };
  const memory = new MemoryState({ maxBytes: 1, maxEntry: 1, now: () => clock.now });
  const guard = new ApiLimitGuard(
    state ?? memory,
    { API_REQUESTS_PER_MINUTE: 2 },
    createLogger('test', 'silent'),
  );
  const ask = async (who?: Caller) => {
    const headers: Record<string, string> = {};
    const reply = {
      header(name: string, value: string) {
        headers[name] = value;
        return reply;
      },
    };
    const http = { getRequest: () => ({ caller: who }), getResponse: () => reply };
    const context = { switchToHttp: () => http } as unknown as ExecutionContext;
    try {
      return { status: (await guard.canActivate(context)) ? 200 : 500, headers };
    } catch (error) {
      const { status, message } = error as { status: number; message: string };
      return { status, message, headers };
    }
  };
  return { ask, clock };
}

describe(ApiLimitGuard.name, () => {
  it('RL-09: counts down, then refuses and says what the limit is and how long to wait', async () => {
    const { ask, clock } = sut();
    const left = [await ask(key('acme')), await ask(key('acme'))];
    expect(left.map(({ headers }) => headers['RateLimit-Remaining'])).toEqual(['1', '0']);
    clock.now += 20_000;
    expect(await ask(key('acme'))).toEqual({
      status: 429,
      message:
        'Too many requests: the API keys of an organization together may send 2 to the API in 60 s. Try again in 40 s.',
      headers: {
        'Retry-After': '40',
        'RateLimit-Policy': '2;w=60',
        'RateLimit-Limit': '2',
        'RateLimit-Remaining': '0',
        'RateLimit-Reset': '40',
        'X-RateLimit-Limit': '2',
        'X-RateLimit-Remaining': '0',
        'X-RateLimit-Reset': '40',
      },
    });
  });

  it('RL-09: lets an organization go on when its window has passed', async () => {
    const { ask, clock } = sut();
    for (let i = 0; i < 3; i++) await ask(key('acme'));
    clock.now += 60_000;
    expect((await ask(key('acme'))).status).toBe(200);
  });

  it('RL-09: counts all keys of an organization together, and organizations apart', async () => {
    const { ask } = sut();
    for (const id of ['a', 'b']) await ask(key('acme', id));
    expect((await ask(key('acme', 'c'))).status).toBe(429);
    expect((await ask(key('globex'))).status).toBe(200);
  });

  it('RL-09: counts each member alone, whatever scripts do', async () => {
    const { ask } = sut();
    for (let i = 0; i < 3; i++) await ask(key('acme'));
    for (let i = 0; i < 2; i++) expect((await ask(user('ada'))).status).toBe(200);
    expect(await ask(user('ada'))).toMatchObject({
      status: 429,
      message: expect.stringMatching(/^Too many requests: a member may send 2 to the API in 60 s\./),
    });
    expect((await ask(user('bob'))).status).toBe(200);
    expect((await ask(user('ada', 'globex'))).status).toBe(200);
  });

  it('RL-09: counts somebody without organization, too', async () => {
    const { ask } = sut();
    const ada = { userId: 'ada', principal: null };
    for (let i = 0; i < 2; i++) await ask(ada);
    expect((await ask(ada)).status).toBe(429);
    expect((await ask({ userId: 'bob', principal: null })).status).toBe(200);
  });

  it('RL-09: counts nobody on a public route', async () => {
    const { ask } = sut();
    for (let i = 0; i < 5; i++) expect(await ask()).toEqual({ status: 200, headers: {} });
  });

  it.each<[string, Error]>([
    ['is away', new StateAwayError('Redis is not connected')],
    ['fails', new Error('a fault of ours')],
  ])('RL-09: lets everybody pass while what counts %s', async (_how, error) => {
    const take = (_takes: readonly LimitTake[]) => Promise.reject(error);
    const { ask } = sut({ take, close: async () => {} });
    expect(await ask(key('acme'))).toEqual({ status: 200, headers: {} });
  });
});
