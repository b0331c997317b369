import { isRecord, list, record, text, type Json } from '../json/json-value.js';

const pathModels = [
  /\/models\/([^/:?]+):[a-zA-Z]/,
  /\/model\/([^/?]+)\/(?:converse|invoke)/,
  /\/deployments\/([^/?]+)\//,
  /\/ai\/run\/(@[^?]+)/,
];

/** The model that a path names: Gemini, Vertex, Bedrock, Azure deployments, Workers AI. */
export function modelOfPath(path: string): string | undefined {
  for (const pattern of pathModels) {
    const found = pattern.exec(path)?.[1];
    if (found === undefined) continue;
    try {
      return decodeURIComponent(found);
    } catch {
      return found;
    }
  }
  return undefined;
}

/** The model that a reply says it came from. */
export function modelOfReply(reply: Json): string | undefined {
  return (
    text(reply['model']) ?? text(reply['modelVersion']) ?? text(record(reply['trace'])['model']) ?? undefined
  );
}

export function idOfReply(reply: Json): string | undefined {
  return text(reply['id']) ?? text(reply['responseId']) ?? text(reply['generation_id']);
}

/** Why the model stopped, in the provider's own word. */
export function finishReasonOf(reply: Json): string | undefined {
  return (
    text(record(list(reply['choices'])[0])['finish_reason']) ??
    text(reply['stop_reason']) ??
    text(record(list(reply['candidates'])[0])['finishReason']) ??
    text(reply['stopReason']) ??
    text(reply['finish_reason']) ??
    text(reply['done_reason']) ??
    text(record(reply['incomplete_details'])['reason']) ??
    (reply['object'] === 'response' ? text(reply['status']) : undefined)
  );
}

const maxMessage = 2000;

function messageOf(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value.slice(0, maxMessage);
  if (Array.isArray(value)) return depth < 4 ? messageOf(value[0], depth + 1) : undefined;
  if (!isRecord(value) || depth >= 4) return undefined;
  for (const key of ['error', 'message', 'Message', 'detail', 'msg', 'errors', 'error_message', 'title']) {
    const found = messageOf(value[key], depth + 1);
    if (found !== undefined) return found;
  }
  return text(value['type'])?.slice(0, maxMessage);
}

/**
 * The provider's own words on what went wrong, at most 2,000 characters: from an error status' body in any of
 * the providers' shapes, or from an error inside a reply or stream whose status was fine.
 */
export function errorOfReply(reply: unknown, status: number, raw: string): string | undefined {
  const first: unknown = Array.isArray(reply) ? reply[0] : reply;
  if (isRecord(first) && first['error'] !== undefined && first['error'] !== null)
    return messageOf(first['error']) ?? 'The provider answered with an error without a message.';
  if (status < 400) return undefined;
  const message = isRecord(first) ? messageOf(first) : undefined;
  return message ?? text(raw.trim().slice(0, maxMessage)) ?? `The provider answered with status ${status}.`;
}
