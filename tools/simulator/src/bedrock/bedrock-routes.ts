import type { Route } from '../http/reply.js';
import { bedrockAuthenticate, bedrockError, bedrockFailure } from './bedrock-errors.js';
import { converse } from './converse.js';

export const bedrockRoutes: Route[] = [
  {
    method: 'POST',
    pattern: /\/model\/([^/]+)\/(converse|converse-stream)$/,
    handle: converse,
    error: bedrockError,
    failure: bedrockFailure,
    authenticate: bedrockAuthenticate,
  },
];
