import type { Codec } from '../codec.js';
import { readConverseError, writeConverseError } from './converse-error.js';
import { readConverseReply, writeConverseReply } from './converse-reply.js';
import { createConverseStreamReader } from './converse-stream-reader.js';
import { createConverseStreamWriter } from './converse-stream-writer.js';
import { readConverseRequest } from './read-converse-request.js';
import { writeConverseRequest } from './write-converse-request.js';

/** Bedrock's Converse and ConverseStream. */
export const converseCodec: Codec = {
  format: 'converse',
  readRequest: readConverseRequest,
  writeRequest: writeConverseRequest,
  readReply: readConverseReply,
  writeReply: writeConverseReply,
  readError: readConverseError,
  writeError: writeConverseError,
  createStreamReader: createConverseStreamReader,
  createStreamWriter: createConverseStreamWriter,
};
