import { list, text, type Json } from '../../json/json-value.js';
import type { ConversationError } from '../conversation/reply.js';
import { defined } from '../wire/defined.js';
import { embedCohere, embedGemini, embedTitan, embedVertex } from './embeddings-targets.js';
import { writeVector } from './vector.js';

/**
 * APIs that embed: OpenAI's and its relatives', Gemini's `batchEmbedContents`, Vertex's `predict`, Titan and Cohere by
 * Bedrock's `invoke`, Cohere's own `/v2/embed`.
 */
export type EmbeddingsApi = 'openai' | 'gemini' | 'vertex' | 'bedrock-titan' | 'bedrock-cohere' | 'cohere';

export type EmbeddingsTarget = {
  api: EmbeddingsApi;
  /** The provider's own id of the model. */
  model: string;
};

/** A request of OpenAI's, understood. */
export type EmbeddingsRequest = {
  inputs: string[];
  dimensions?: number;
  /** What the vectors are for, where the client says so in Cohere's or Gemini's words. */
  purpose?: string;
};

/** Vectors of one reply, in the order of its inputs, and the tokens that it states. */
export type EmbeddingsPart = { vectors: number[][]; tokens?: number | undefined };

export type TranslatedEmbeddings = {
  /** Requests to make, in the order of their inputs: more than one where the API takes one text, or few, at a time. */
  bodies: Json[];
  dropped: string[];
  /** OpenAI's reply, of the replies to all bodies. Absent where the provider answers so itself. */
  reply?: (replies: readonly Json[]) => Json;
};

/** OpenAI's own limit of texts in one request. */
const maxInputs = 2048;

const fault = (message: string, param: string): ConversationError => ({
  message,
  type: 'invalid_request_error',
  param,
});

function readInputs(input: unknown): string[] | ConversationError {
  const entries = typeof input === 'string' ? [input] : list(input);
  if (entries.length === 0) return fault('input must be a text or a list of at least one text.', 'input');
  if (entries.length > maxInputs) return fault(`input must have at most ${maxInputs} texts.`, 'input');
  if (entries.every((entry): entry is string => typeof entry === 'string'))
    return entries.includes('') ? fault('input must not have an empty text.', 'input') : entries;
  return fault(
    'input must be text for this provider: token ids mean nothing to models of others than OpenAI.',
    'input',
  );
}

const targets = {
  gemini: embedGemini,
  vertex: embedVertex,
  'bedrock-titan': embedTitan,
  'bedrock-cohere': embedCohere,
  cohere: embedCohere,
};

/** Parameters that are read here or mean nothing to a provider. */
const understood = new Set(['model', 'input', 'dimensions', 'encoding_format', 'input_type', 'task_type']);

/**
 * Translates `POST /v1/embeddings` for a provider.
 * @returns `error` where the request cannot be expressed at all.
 */
export function translateEmbeddings(
  body: Json,
  target: EmbeddingsTarget,
): TranslatedEmbeddings | { error: ConversationError } {
  if (target.api === 'openai') return { bodies: [{ ...body, model: target.model }], dropped: [] };
  const inputs = readInputs(body['input']);
  if (!Array.isArray(inputs)) return { error: inputs };
  const given = body['dimensions'];
  if (given !== undefined && given !== null && !(Number.isInteger(given) && Number(given) > 0))
    return { error: fault('dimensions must be a whole number above zero.', 'dimensions') };
  const format = body['encoding_format'] ?? 'float';
  if (format !== 'float' && format !== 'base64')
    return { error: fault('encoding_format must be float or base64.', 'encoding_format') };
  const request: EmbeddingsRequest = defined({
    inputs,
    dimensions: typeof given === 'number' ? given : undefined,
    purpose: text(body['input_type']) ?? text(body['task_type']),
  });
  const { bodies, dropped, read } = targets[target.api](request, target);
  const others = Object.keys(body).filter((name) => !understood.has(name) && body[name] !== null);
  return {
    bodies,
    dropped: [...dropped, ...others],
    reply: (replies) => writeReply(replies.map(read), target.model, format === 'base64'),
  };
}

function writeReply(parts: readonly EmbeddingsPart[], model: string, packed: boolean): Json {
  const vectors = parts.flatMap((part) => part.vectors);
  const tokens = parts.reduce((sum, part) => sum + (part.tokens ?? 0), 0);
  return {
    object: 'list',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: packed ? writeVector(vector) : vector,
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}
