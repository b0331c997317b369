import { chatCodec } from './chat/chat.codec.js';
import type { Codec, Format } from './codec.js';
import { converseCodec } from './converse/converse.codec.js';
import { geminiCodec } from './gemini/gemini.codec.js';
import { messagesCodec } from './messages/messages.codec.js';
import { responsesCodec } from './responses/responses.codec.js';

/** All formats that the gateway translates from or to. */
export const codecs: Record<Format, Codec> = {
  chat: chatCodec,
  responses: responsesCodec,
  messages: messagesCodec,
  gemini: geminiCodec,
  converse: converseCodec,
};

export function codecOf(format: Format): Codec {
  return codecs[format];
}
