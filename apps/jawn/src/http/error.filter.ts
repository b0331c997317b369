import { randomUUID } from 'node:crypto';
import { fail } from '@heliostat/contracts';
import { CodedError, type Logger, errorMessage } from '@heliostat/platform';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { LOGGER } from '../platform/tokens.js';
import { errorCode } from './error-code.js';
import { invalidInput } from './zod-input.js';

type Answer = { status: number; error: string };

/** Turns whatever was thrown into `{ data: null, error }` (ER-05). What we did not foresee tells the client only an id. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const { status, error } = this.answer(thrown, http.getRequest<FastifyRequest>());
    if (reply.sent || reply.raw.headersSent) return;
    void reply.code(status).header('content-type', 'application/json; charset=utf-8').send(fail(error));
  }

  /** Status and words for anything thrown; logs what is our fault. */
  answer(thrown: unknown, request: Pick<FastifyRequest, 'method' | 'url'>): Answer {
    const answer = foreseen(thrown, request);
    if (answer && answer.status < 500) return answer;
    const errorId = randomUUID();
    this.logger.error(
      {
        errorId,
        method: request.method,
        path: pathOf(request.url),
        error: errorMessage(thrown),
        stack: thrown instanceof Error ? thrown.stack : undefined,
      },
      'a request failed',
    );
    return answer ?? { status: 500, error: `Something went wrong on our side (error ${errorId})` };
  }
}

function foreseen(thrown: unknown, request: Pick<FastifyRequest, 'method' | 'url'>): Answer | undefined {
  if (thrown instanceof CodedError) return { status: thrown.status, error: thrown.message };
  if (thrown instanceof ZodError) return foreseen(invalidInput(thrown), request);
  if (thrown instanceof HttpException) {
    const status = thrown.getStatus();
    return { status, error: status === 404 ? noRoute(request) : thrown.message };
  }
  if (isAway(thrown)) return { status: 503, error: 'The database cannot be reached at the moment' };
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    if (thrown.statusCode >= 400 && thrown.statusCode < 500)
      return { status: thrown.statusCode, error: thrown.message };
  return undefined;
}

const noRoute = ({ method, url }: Pick<FastifyRequest, 'method' | 'url'>) =>
  `There is no ${method} ${pathOf(url)}`;

/** Queries hold signatures and tokens; logs and errors do without. */
export const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '08001',
]);

/** Postgres that is down or going down: codes of Node's sockets and of SQLSTATE classes 57P and 08. */
function isAway(thrown: unknown): boolean {
  if (thrown instanceof AggregateError && thrown.errors.some(isAway)) return true;
  if (awayCodes.has(errorCode(thrown) ?? '')) return true;
  return /^Connection terminated|timeout exceeded when trying to connect/.test(errorMessage(thrown));
}
