import { ApiError, errorWords, retryAfterMs } from './api-client';
import { whenAllowedAgain } from './query-client';

describe('errorWords', () => {
  it.each([
    [
      400,
      { data: null, error: 'Unknown column “modle”; did you mean “model”?' },
      'Unknown column “modle”; did you mean “model”?',
    ],
    [
      401,
      { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' },
      'Invalid email or password',
    ],
    [404, { statusCode: 404, error: 'Not Found', message: 'Route not found' }, 'Route not found'],
    [401, { error: { message: 'The key is wrong.' } }, 'The key is wrong.'],
  ])('finds the words of a %d reply', (status, body, words) => {
    expect(errorWords(status, body)).toBe(words);
  });

  it('has words of its own where the reply has none', () => {
    expect(errorWords(504, null)).toMatch(/took too long/);
    expect(errorWords(599, '<html>')).toBe('The API answered with status 599.');
  });
});

describe('retryAfterMs', () => {
  it.each([
    [429, '40', 40_000],
    [429, '0', 1_000],
    [429, '86400', 120_000],
    [429, null, 5_000],
    [429, 'Thu, 26 Nov 2026 14:00:00 GMT', 5_000],
    [503, '40', undefined],
  ])('RL-09: of a %d with Retry-After %p is %p', (status, after, expected) => {
    const headers = new Headers(after === null ? {} : { 'retry-after': after });
    expect(retryAfterMs({ status, headers })).toBe(expected);
  });
});

describe('whenAllowedAgain', () => {
  it('RL-09: asks again when a limit allows it, and after nothing else', () => {
    expect(whenAllowedAgain(new ApiError(429, 'Too many requests', 40_000))).toBe(40_000);
    expect(whenAllowedAgain(new ApiError(400, 'No'))).toBe(false);
    expect(whenAllowedAgain(null)).toBe(false);
  });
});
