import type { Json } from '../../json/json-value.js';
import { chatCodec } from '../chat/chat.codec.js';
import { messagesCodec } from '../messages/messages.codec.js';
import { makeTarget } from './translate-factory.js';

/** A model that speaks Messages; Claude at Anthropic unless told otherwise. */
export const claudeTarget = (
  model = 'claude-sonnet-4-5-20250929',
  provider = 'anthropic',
  maxOutputTokens?: number,
) => makeTarget({ model, provider, maxOutputTokens });

export const hi = { role: 'user', content: 'Hi' };

/** A tool as chat declares it. */
export const weather = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};

/** A chat request, written for Claude. */
export const writeForClaude = (fields: Json, to = claudeTarget()) =>
  messagesCodec.writeRequest(chatCodec.readRequest({ model: 'm', messages: [hi], ...fields }), to);
