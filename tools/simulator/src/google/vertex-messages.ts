import { anthropicError } from '../anthropic/anthropic-errors.js';
import { messages } from '../anthropic/messages.js';
import type { Call, Reply } from '../http/reply.js';

/**
 * Anthropic's models on Vertex AI: a Messages body with a version and without a model, which stands in the address. The
 * reply streams only where both the address and the body say so.
 */
export function vertexMessages(call: Call, match: RegExpExecArray): Reply {
  const body: Record<string, unknown> =
    typeof call.body === 'object' && call.body !== null ? { ...call.body } : {};
  if (body['anthropic_version'] !== 'vertex-2023-10-16')
    return anthropicError(400, 'anthropic_version: Field required');
  if (body['model'] !== undefined) return anthropicError(400, 'model: Extra inputs are not permitted');
  const model = decodeURIComponent(match[1] ?? '');
  const stream = match[2] === 'streamRawPredict' && body['stream'] === true;
  return messages({ ...call, body: { ...body, model, stream } });
}
