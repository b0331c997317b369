import type { Format } from './codec.js';
import type { Message, Part, Signer } from './conversation/message.js';
import type { ConversationRequest, Tool } from './conversation/request.js';

/** Whose signatures the replies of a format carry; chat says it in the reply, if at all. */
export function signerOf(format: Format): Signer | undefined {
  switch (format) {
    case 'messages':
    case 'converse':
      return 'anthropic';
    case 'gemini':
      return 'gemini';
    case 'responses':
      return 'openai';
    case 'chat':
      return undefined;
  }
}

/** A part without a signature that the target's models would refuse; undefined where nothing is left of it. */
function withoutForeignSignature(part: Part, signer: Signer): Part | undefined {
  if (part.type !== 'thinking' && part.type !== 'tool_call') return part;
  if (part.signer === undefined || part.signer === signer) return part;
  const { signature: _, signer: __, ...bare } = part;
  if (bare.type !== 'thinking') return bare;
  if (bare.redacted !== undefined || bare.text === '') return undefined;
  return bare;
}

function fitMessage(message: Message, signer: Signer): Message {
  const foreign = message.parts.some(
    (part) =>
      (part.type === 'thinking' || part.type === 'tool_call') &&
      part.signer !== undefined &&
      part.signer !== signer,
  );
  if (!foreign) return message;
  return {
    ...message,
    parts: message.parts
      .map((part) => withoutForeignSignature(part, signer))
      .filter((part) => part !== undefined),
  };
}

const nameOf = (tool: Tool): string | undefined => (tool.type === 'function' ? tool.name : undefined);

/**
 * A conversation as a format can take it: without signatures of others' models, and, for formats that cannot say
 * which tools are allowed, without those that are not.
 */
export function fitConversation(request: ConversationRequest, format: Format): ConversationRequest {
  const signer = signerOf(format);
  const fitted = { ...request };
  if (signer) fitted.messages = request.messages.map((message) => fitMessage(message, signer));
  const { allowedTools } = request;
  if (!allowedTools || format === 'chat' || format === 'responses') return fitted;
  delete fitted.allowedTools;
  fitted.tools = (request.tools ?? []).filter((tool) => {
    const name = nameOf(tool);
    return name === undefined || allowedTools.includes(name);
  });
  if (fitted.tools.length === 0) {
    delete fitted.tools;
    delete fitted.toolChoice;
  }
  return fitted;
}
