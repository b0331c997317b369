import type { Codec } from '../codec.js';
import { readErrorBody } from '../wire/error-body.js';
import { writeMessagesError } from './messages-error.js';
import { readMessagesReply, writeMessagesReply } from './messages-reply.js';
import { createMessagesStreamReader } from './messages-stream-reader.js';
import { createMessagesStreamWriter } from './messages-stream-writer.js';
import { adaptMessagesRequest } from './provider-variant.js';
import { readMessagesRequest } from './read-messages-request.js';
import { writeMessagesRequest } from './write-messages-request.js';

/** Anthropic's Messages API, by itself and in its forms on Bedrock (invoke) and Vertex AI (rawPredict). */
export const messagesCodec: Codec = {
  format: 'messages',
  readRequest: readMessagesRequest,
  writeRequest: writeMessagesRequest,
  adaptRequest: adaptMessagesRequest,
  readReply: readMessagesReply,
  writeReply: writeMessagesReply,
  readError: readErrorBody,
  writeError: writeMessagesError,
  createStreamReader: createMessagesStreamReader,
  createStreamWriter: createMessagesStreamWriter,
};
