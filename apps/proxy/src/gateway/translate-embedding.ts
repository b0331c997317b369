import {
  codecOf,
  hiddenFault,
  ProviderFault,
  translateEmbeddings,
  type EmbeddingsApi,
  type Json,
  type TranslatedCall,
} from '@heliostat/llm';
import { CodedError } from '@heliostat/platform';
import type { Candidate } from './candidates.js';

/** All but AWS and Google's cloud embed in OpenAI's words. */
function apiOf({ provider, providerModelId }: Candidate): EmbeddingsApi {
  if (provider.id === 'vertex') return 'vertex';
  if (provider.id !== 'bedrock') return 'openai';
  return providerModelId.includes('cohere.') ? 'bedrock-cohere' : 'bedrock-titan';
}

/** OpenAI's embeddings request for a candidate. Throws `gateway/embeddings` (400) for what it cannot take. */
export function translateEmbedding(body: Json, candidate: Candidate): TranslatedCall {
  const { provider, providerModelId: model } = candidate;
  const translated = translateEmbeddings(body, { api: apiOf(candidate), model });
  if ('error' in translated) throw new CodedError('gateway/embeddings', translated.error.message, 400);
  const { bodies, dropped, reply } = translated;
  const [only] = bodies;
  if (only === undefined || bodies.length > 1)
    throw new CodedError(
      'gateway/embeddings',
      `${provider.name} embeds fewer texts in one call with ${model}: send them in several.`,
      400,
    );
  if (reply === undefined) return { body: only, dropped, headers: {} };
  return {
    body: only,
    dropped,
    headers: {},
    reply: {
      json(json) {
        const fault = hiddenFault(json);
        if (fault)
          throw new ProviderFault(codecOf('chat').readError(fault.status, json).message, fault.status);
        return reply([json]);
      },
      error: (_status, json) => ({ error: json }),
      stream: () => ({
        push: () => undefined,
        end: () => undefined,
        opened: () => true,
        fault: () => undefined,
      }),
      usage: () => undefined,
    },
  };
}
