import { CodedError, createLogger } from '@heliostat/platform';
import { HttpException, NotFoundException } from '@nestjs/common';
import { z } from 'zod';
import { ErrorFilter } from './error.filter.js';

const request = { method: 'GET', url: '/v1/x?signature=secret' };
const answer = (thrown: unknown) => new ErrorFilter(createLogger('test', 'silent')).answer(thrown, request);

describe(ErrorFilter.name, () => {
  it.each([
    ['a coded error', new CodedError('a/b', 'Not so', 409), 409, 'Not so'],
    ['a route that does not exist', new NotFoundException(), 404, 'There is no GET /v1/x'],
    ['an HTTP exception', new HttpException('Teapot', 418), 418, 'Teapot'],
    [
      'an error of the framework',
      Object.assign(new Error('Too large'), { statusCode: 413 }),
      413,
      'Too large',
    ],
    [
      'a database that is away',
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      503,
      'The database cannot be reached at the moment',
    ],
  ])('answers %s with its status and words', (_what, thrown, status, error) => {
    expect(answer(thrown)).toEqual({ status, error });
  });

  it('answers a failed schema with the field', () => {
    const { error } = z.object({ a: z.number() }).safeParse({ a: 'x' });
    expect(answer(error)).toMatchObject({ status: 400, error: expect.stringMatching(/^a: .*number/) });
  });

  it.each([new Error('password=hunter2'), 'hunter2', undefined, { hunter2: true }])(
    'tells nothing but an id about what nobody foresaw: %p',
    (thrown) => {
      const { status, error } = answer(thrown);
      expect(status).toBe(500);
      expect(error).toMatch(/^Something went wrong on our side \(error [0-9a-f-]{36}\)$/);
    },
  );
});
