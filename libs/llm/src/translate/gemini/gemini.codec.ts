import type { Codec } from '../codec.js';
import { readGeminiError, writeGeminiError } from './gemini-error.js';
import { readGeminiReply, writeGeminiReply } from './gemini-reply.js';
import { createGeminiStreamReader } from './gemini-stream-reader.js';
import { createGeminiStreamWriter } from './gemini-stream-writer.js';
import { readGeminiRequest } from './read-gemini-request.js';
import { writeGeminiRequest } from './write-gemini-request.js';

/** Google's generateContent, of AI Studio and of Vertex AI. */
export const geminiCodec: Codec = {
  format: 'gemini',
  readRequest: readGeminiRequest,
  writeRequest: writeGeminiRequest,
  readReply: readGeminiReply,
  writeReply: writeGeminiReply,
  readError: readGeminiError,
  writeError: writeGeminiError,
  createStreamReader: createGeminiStreamReader,
  createStreamWriter: createGeminiStreamWriter,
};
