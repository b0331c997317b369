import type { Route } from '../http/reply.js';
import { bedrockAuthenticate, bedrockError, bedrockFailure, bedrockStreamFault } from './bedrock-errors.js';
import { converse } from './converse.js';
import { invoke } from './invoke.js';

const route = (pattern: RegExp, handle: Route['handle']): Route => ({
  method: 'POST',
  pattern,
  handle,
  error: bedrockError,
  failure: bedrockFailure,
  authenticate: bedrockAuthenticate,
  streamFault: bedrockStreamFault,
});

export const bedrockRoutes: Route[] = [
  route(/\/model\/([^/]+)\/(converse|converse-stream)$/, converse),
  route(/\/model\/([^/]+)\/(invoke|invoke-with-response-stream)$/, invoke),
];
