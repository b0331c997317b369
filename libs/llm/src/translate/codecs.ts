import { chatCodec } from './chat/chat.codec.js';
import type { Codec, Format } from './codec.js';
import { geminiCodec } from './gemini/gemini.codec.js';
import { messagesCodec } from './messages/messages.codec.js';
import { responsesCodec } from './responses/responses.codec.js';

/** All formats that the gateway translates from or to. */
export const codecs: Partial<Record<Format, Codec>> = {
  chat: chatCodec,
  responses: responsesCodec,
  messages: messagesCodec,
  gemini: geminiCodec,
};

export function codecOf(format: Format): Codec {
  const codec = codecs[format];
  if (!codec) throw new TypeError(`No codec for ${format}`);
  return codec;
}
