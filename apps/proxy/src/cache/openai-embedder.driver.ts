import { isRecord } from '@heliostat/llm';
import type { Embedder } from './embedder.js';

/** A call waits for its vector no longer than this: the provider is slower than that, but not by much. */
const answerMs = 2_000;
const maxDimensions = 8_192;

export type EmbedderSettings = {
  url: string;
  model: string;
  apiKey?: string | undefined;
  /** For tests. */
  timeoutMs?: number;
};

/** Any server that speaks OpenAI's `/embeddings`. */
export class OpenAiEmbedder implements Embedder {
  readonly model: string;

  constructor(private readonly settings: EmbedderSettings) {
    this.model = settings.model;
  }

  async embed(text: string): Promise<Float32Array> {
    const { url, apiKey, timeoutMs = answerMs } = this.settings;
    const response = await fetch(`${url.replace(/\/+$/, '')}/embeddings`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({ model: this.model, input: text, encoding_format: 'float' }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the server of embeddings answered with ${response.status}`);
    }
    return vectorOf(await response.json());
  }
}

function vectorOf(reply: unknown): Float32Array {
  const first: unknown = isRecord(reply) && Array.isArray(reply['data']) ? reply['data'][0] : undefined;
  const vector: unknown = isRecord(first) ? first['embedding'] : undefined;
  if (
    !Array.isArray(vector) ||
    vector.length === 0 ||
    vector.length > maxDimensions ||
    !vector.every(Number.isFinite)
  )
    throw new Error('the server of embeddings gave no vector');
  return Float32Array.from(vector as number[]);
}
