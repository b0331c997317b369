import type { Codec } from '../codec.js';
import { writeOpenAiError } from '../chat/chat-reply.js';
import { readErrorBody } from '../wire/error-body.js';
import { adaptResponsesRequest } from './adapt-responses-request.js';
import { readResponsesRequest } from './read-responses-request.js';
import { readResponsesReply, writeResponsesReply } from './responses-reply.js';
import { createResponsesStreamReader } from './responses-stream-reader.js';
import { createResponsesStreamWriter } from './responses-stream-writer.js';
import { writeResponsesRequest } from './write-responses-request.js';

/** OpenAI's Responses (page rest/ai-gateway/post-v1-responses). */
export const responsesCodec: Codec = {
  format: 'responses',
  readRequest: readResponsesRequest,
  writeRequest: writeResponsesRequest,
  adaptRequest: adaptResponsesRequest,
  readReply: readResponsesReply,
  writeReply: writeResponsesReply,
  readError: readErrorBody,
  writeError: writeOpenAiError,
  createStreamReader: createResponsesStreamReader,
  createStreamWriter: createResponsesStreamWriter,
};
