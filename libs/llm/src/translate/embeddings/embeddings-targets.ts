import { count, list, record, type Json } from '../../json/json-value.js';
import { defined } from '../wire/defined.js';
import type { EmbeddingsPart, EmbeddingsRequest, EmbeddingsTarget } from './embeddings.js';
import { readVector } from './vector.js';

export type WrittenEmbeddings = {
  bodies: Json[];
  dropped: string[];
  read: (reply: Json) => EmbeddingsPart;
};

/** The most texts that Gemini and Cohere take in one request. */
const maxGemini = 100;
const maxCohere = 96;

function slices<T>(entries: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let at = 0; at < entries.length; at += size) result.push(entries.slice(at, at + size));
  return result;
}

/** Purposes by Cohere's names, and Gemini's for the same. */
const geminiTasks: Record<string, string> = {
  search_document: 'RETRIEVAL_DOCUMENT',
  search_query: 'RETRIEVAL_QUERY',
  classification: 'CLASSIFICATION',
  clustering: 'CLUSTERING',
};
const cohereTypes = Object.fromEntries(
  Object.entries(geminiTasks).map(([cohere, gemini]) => [gemini, cohere]),
);

const named = (names: Record<string, string>, given: string | undefined): string | undefined =>
  given !== undefined && Object.hasOwn(names, given) ? names[given] : given;

/** Gemini's `models/{model}:batchEmbedContents`. It states no tokens. */
export function embedGemini(request: EmbeddingsRequest, target: EmbeddingsTarget): WrittenEmbeddings {
  const taskType = named(geminiTasks, request.purpose);
  const bodies = slices(request.inputs, maxGemini).map((inputs) => ({
    requests: inputs.map((input) =>
      defined({
        model: `models/${target.model}`,
        content: { parts: [{ text: input }] },
        taskType,
        outputDimensionality: request.dimensions,
      }),
    ),
  }));
  return {
    bodies,
    dropped: [],
    read: (reply) => ({
      vectors: list(reply['embeddings']).map(readVector),
      tokens: count(record(reply['usageMetadata'])['promptTokenCount']),
    }),
  };
}

/** Vertex's `models/{model}:predict`. Its Gemini models take one text at a time. */
export function embedVertex(request: EmbeddingsRequest, target: EmbeddingsTarget): WrittenEmbeddings {
  const task_type = named(geminiTasks, request.purpose);
  const size = target.model.startsWith('gemini') ? 1 : maxGemini;
  const bodies = slices(request.inputs, size).map((inputs) =>
    defined({
      instances: inputs.map((content) => defined({ content, task_type })),
      parameters: request.dimensions === undefined ? undefined : { outputDimensionality: request.dimensions },
    }),
  );
  const read = (reply: Json): EmbeddingsPart => {
    const predictions = list(reply['predictions']).map((entry) => record(record(entry)['embeddings']));
    const counts = predictions.map((entry) => count(record(entry['statistics'])['token_count']) ?? 0);
    return { vectors: predictions.map(readVector), tokens: counts.reduce((sum, tokens) => sum + tokens, 0) };
  };
  return { bodies, dropped: [], read };
}

/** Titan's text embeddings by Bedrock's `invoke`: one text at a time; the first version has one size alone. */
export function embedTitan(request: EmbeddingsRequest, target: EmbeddingsTarget): WrittenEmbeddings {
  const sized = !/embed-text-v1|embed-g1/.test(target.model);
  const dropped = request.dimensions !== undefined && !sized ? ['dimensions'] : [];
  if (request.purpose !== undefined) dropped.push('input_type');
  return {
    bodies: request.inputs.map((inputText) =>
      defined({ inputText, dimensions: sized ? request.dimensions : undefined }),
    ),
    dropped,
    read: (reply) => ({
      vectors: [readVector(reply['embedding'])],
      tokens: count(reply['inputTextTokenCount']),
    }),
  };
}

/** Cohere's `/v2/embed`, and the same body by Bedrock's `invoke`, where the model is in the path. */
export function embedCohere(request: EmbeddingsRequest, target: EmbeddingsTarget): WrittenEmbeddings {
  const bedrock = target.api === 'bedrock-cohere';
  // Version 4 was the first to be sized.
  const sized = /v4|v-4/.test(target.model);
  const bodies = slices(request.inputs, maxCohere).map((texts) =>
    defined({
      model: bedrock ? undefined : target.model,
      texts,
      // Required from version 3 on; texts that are stored are the usual case.
      input_type: named(cohereTypes, request.purpose) ?? 'search_document',
      embedding_types: ['float'],
      output_dimension: sized ? request.dimensions : undefined,
    }),
  );
  return {
    bodies,
    dropped: request.dimensions !== undefined && !sized ? ['dimensions'] : [],
    read: (reply) => ({
      vectors: list(
        Array.isArray(reply['embeddings']) ? reply['embeddings'] : record(reply['embeddings'])['float'],
      ).map(readVector),
      tokens: count(record(record(reply['meta'])['billed_units'])['input_tokens']),
    }),
  };
}
