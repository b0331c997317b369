import { errorWords } from './api-client';

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
