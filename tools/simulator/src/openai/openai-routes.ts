import type { Call, Reply, Route } from '../http/reply.js';
import { withAzure } from './azure.js';
import { createBatch, readBatch, readFile, uploadFile } from './batches.js';
import { chat } from './chat.js';
import { completions } from './completions.js';
import { embeddings } from './embeddings.js';
import { images } from './images.js';
import { moderations } from './moderations.js';
import { openaiAuthenticate, openaiError, openaiFailure } from './openai-errors.js';
import { openaiModels } from './openai-models.js';
import { responses } from './responses.js';

const asOpenai = { error: openaiError, failure: openaiFailure, authenticate: openaiAuthenticate };
const route = (method: string, pattern: RegExp, handle: (call: Call) => Reply): Route => ({
  method,
  pattern,
  handle: withAzure(handle),
  ...asOpenai,
});

/** OpenAI and everyone who speaks its format, below any prefix (`/openai/v1`, `/api/v1`, Azure deployments). */
export const openaiRoutes: Route[] = [
  route('POST', /\/chat\/completions$/, chat),
  route('POST', /\/completions$/, completions),
  route('POST', /\/responses$/, responses),
  route('POST', /\/embeddings$/, embeddings),
  route('POST', /\/images\/generations$/, images),
  route('POST', /\/moderations$/, moderations),
  { ...route('POST', /\/files$/, uploadFile), raw: true },
  { ...asOpenai, method: 'GET', pattern: /\/files\/([^/]+)(\/content)?$/, handle: readFile },
  route('POST', /\/batches$/, createBatch),
  { ...asOpenai, method: 'GET', pattern: /\/batches\/([^/]+)$/, handle: readBatch },
  route('GET', /\/models$/, openaiModels),
];
