import { isRecord, list, parseJson, text, type Json } from '../../json/json-value.js';
import type { ConversationError } from '../conversation/reply.js';
import { defined } from './defined.js';

/** More of an error's text than this is a page, not a message. */
const maxLength = 2000;

/** `{error: {message, type, code, param}}` and what servers make of it: text, lists of faults, FastAPI's `detail`. */
export function readErrorBody(status: number, body: unknown): ConversationError {
  const value = typeof body === 'string' ? (parseJson(body) ?? body) : body;
  const message = messageOf(value) ?? `The provider answered ${status} without a message.`;
  const holder = isRecord(value) ? (isRecord(value['error']) ? value['error'] : value) : {};
  const code = holder['code'];
  return defined({
    message: message.slice(0, maxLength),
    type: text(holder['type']),
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    param: text(holder['param']),
  });
}

function messageOf(value: unknown): string | undefined {
  if (typeof value === 'string') return text(value.trim());
  if (Array.isArray(value)) return messageOf(value[0]);
  if (!isRecord(value)) return undefined;
  return (
    ownMessage(value['error']) ??
    text(value['message']) ??
    text(value['Message']) ??
    ownMessage(value['detail']) ??
    ownMessage(value['message'])
  );
}

function ownMessage(value: unknown): string | undefined {
  if (typeof value === 'string') return text(value);
  if (isRecord(value)) return text(value['message']) ?? fault(value);
  const faults = list(value).map((entry) => (isRecord(entry) ? fault(entry) : text(entry)));
  return text(faults.filter((entry) => entry !== undefined).join('; '));
}

/** FastAPI's `{loc: ['body', 'n'], msg}`. */
function fault(value: Json): string | undefined {
  const said = text(value['msg']) ?? text(value['message']);
  if (said === undefined) return undefined;
  const where = list(value['loc']).filter((step) => typeof step === 'string' || typeof step === 'number');
  return where.length === 0 ? said : `${where.join('.')}: ${said}`;
}
