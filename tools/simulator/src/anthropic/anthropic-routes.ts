import type { Call, Reply, Route } from '../http/reply.js';
import {
  anthropicAuthenticate,
  anthropicError,
  anthropicFailure,
  anthropicStreamFault,
} from './anthropic-errors.js';
import { anthropicModels, countMessageTokens, messages } from './messages.js';

const route = (pattern: RegExp, handle: (call: Call) => Reply): Route => ({
  method: 'POST',
  pattern,
  handle,
  error: anthropicError,
  failure: anthropicFailure,
  authenticate: anthropicAuthenticate,
  streamFault: anthropicStreamFault,
});

export const anthropicRoutes: Route[] = [
  route(/\/messages$/, messages),
  route(/\/messages\/count_tokens$/, countMessageTokens),
  {
    ...route(/\/models$/, anthropicModels),
    method: 'GET',
    when: (headers) => headers['anthropic-version'] !== undefined,
  },
];
