import type { Codec } from '../codec.js';
import { adaptChatRequest } from './adapt-chat-request.js';
import { readChatReply, writeChatReply, writeOpenAiError } from './chat-reply.js';
import { createChatStreamReader } from './chat-stream-reader.js';
import { createChatStreamWriter } from './chat-stream-writer.js';
import { readErrorBody } from '../wire/error-body.js';
import { readChatRequest } from './read-chat-request.js';
import { writeChatRequest } from './write-chat-request.js';

/** OpenAI's chat completions (page rest/ai-gateway/post-v1-chat-completions), as all its relatives speak them. */
export const chatCodec: Codec = {
  format: 'chat',
  readRequest: readChatRequest,
  writeRequest: writeChatRequest,
  adaptRequest: adaptChatRequest,
  readReply: readChatReply,
  writeReply: writeChatReply,
  readError: readErrorBody,
  writeError: writeOpenAiError,
  createStreamReader: createChatStreamReader,
  createStreamWriter: createChatStreamWriter,
};
