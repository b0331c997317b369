import { isContextError, mostActionable, triggersFailover, type GatewayFailure } from './gateway-failure.js';

const failure = (status: number, message = 'x'): GatewayFailure => ({ status, message, type: 'x' });

describe(mostActionable.name, () => {
  it('tells 403 before 401 before 400 before 5xx before 429 (ER-02)', () => {
    const all = [429, 503, 400, 401, 403].map((status) => failure(status));
    for (const expected of [403, 401, 400, 503, 429]) {
      expect(mostActionable(all)).toMatchObject({ status: expected });
      all.splice(
        all.findIndex(({ status }) => status === expected),
        1,
      );
    }
  });

  it('tells spent credits last of all (ER-02)', () => {
    const spent = { ...failure(429), type: 'request_failed' };
    for (const status of [429, 500]) {
      const other = failure(status);
      expect(mostActionable([other, spent])).toBe(other);
      expect(mostActionable([spent, other])).toBe(other);
    }
  });

  it('keeps the status of the failure itself (ER-01)', () => {
    expect(mostActionable([failure(529)])).toMatchObject({ status: 529 });
  });
});

describe(triggersFailover.name, () => {
  it.each([429, 401, 403, 404, 408, 500, 502, 503, 529])('goes on after %i (GW-12)', (status) => {
    expect(triggersFailover(failure(status))).toBe(true);
  });

  it.each([400, 422])('does not go on after a plain %i (GW-12)', (status) => {
    expect(triggersFailover(failure(status, 'Invalid value for temperature'))).toBe(false);
  });

  it.each([
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
    'prompt is too long: 210000 tokens > 200000 maximum',
    'The input token count (1050000) exceeds the maximum number of tokens allowed (1048576).',
    'Input is too long for requested model.',
    'Please reduce the length of the messages.',
  ])('goes on after a 400 that says: %s (GW-12)', (message) => {
    expect(triggersFailover(failure(400, message))).toBe(true);
  });

  it('takes no other talk of tokens for a context error', () => {
    expect(isContextError(400, 'max_tokens must be at least 1')).toBe(false);
    expect(isContextError(400, 'Invalid token')).toBe(false);
  });
});
