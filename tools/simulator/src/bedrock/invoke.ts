import { messages } from '../anthropic/messages.js';
import { jsonReply, type Call, type Reply } from '../http/reply.js';
import { embed } from '../openai/embeddings.js';
import { countTokens } from '../text/tokens.js';
import { bedrockError } from './bedrock-errors.js';
import { eventFrame } from './event-frame.js';

const streamType = { 'content-type': 'application/vnd.amazon.eventstream' };

/**
 * `POST /model/{id}/invoke` and `/invoke-with-response-stream`: each author's own words. Claude's are a Messages body
 * with a version and without a model; Titan and Cohere embed.
 */
export function invoke(call: Call, match: RegExpExecArray): Reply {
  const model = decodeURIComponent(match[1] ?? '');
  const body: Record<string, unknown> =
    typeof call.body === 'object' && call.body !== null ? { ...call.body } : {};
  if (model.includes('anthropic.')) return invokeClaude(call, model, body, match[2] !== 'invoke');
  if (match[2] !== 'invoke') return bedrockError(400, 'The model is unsupported for streaming.');
  if (model.includes('titan-embed')) return embedTitan(body);
  if (model.includes('cohere.embed')) return embedCohere(body);
  return bedrockError(400, 'The provided model identifier is invalid.');
}

function invokeClaude(call: Call, model: string, body: Record<string, unknown>, stream: boolean): Reply {
  if (body['anthropic_version'] !== 'bedrock-2023-05-31')
    return bedrockError(400, 'Malformed input request: anthropic_version is required.');
  for (const key of ['model', 'stream'])
    if (body[key] !== undefined) return bedrockError(400, `${key}: Extra inputs are not permitted`);
  const reply = messages({ ...call, body: { ...body, model, stream } });
  if (reply.status !== 200) {
    const { error } = JSON.parse(String('body' in reply ? reply.body : '')) as { error: { message: string } };
    return bedrockError(reply.status, error.message);
  }
  if (!('frames' in reply)) return reply;
  const frames = reply.frames.map((frame) => {
    const data = /^data: (.*)$/m.exec(String(frame))?.[1] ?? '';
    return eventFrame('chunk', { bytes: Buffer.from(data).toString('base64') });
  });
  return { ...reply, headers: streamType, frames };
}

function embedTitan({ inputText, dimensions }: Record<string, unknown>): Reply {
  if (typeof inputText !== 'string' || inputText === '')
    return bedrockError(400, 'Malformed input request: #: required key [inputText] not found.');
  const size = typeof dimensions === 'number' ? dimensions : 1024;
  return jsonReply(200, {
    embedding: Array.from(embed(inputText, size)),
    inputTextTokenCount: countTokens(inputText),
  });
}

/** Its tokens are told in a header alone. */
function embedCohere({ texts, input_type }: Record<string, unknown>): Reply {
  if (!Array.isArray(texts) || typeof input_type !== 'string')
    return bedrockError(400, 'Malformed input request: #: required key [input_type] not found.');
  const words = texts.map(String);
  const tokens = words.reduce((sum, text) => sum + countTokens(text), 0);
  return jsonReply(
    200,
    {
      id: '0',
      texts: words,
      embeddings: { float: words.map((text) => Array.from(embed(text, 1024))) },
      response_type: 'embeddings_by_type',
    },
    { 'x-amzn-bedrock-input-token-count': String(tokens) },
  );
}
