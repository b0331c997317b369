/** Below the provider's base URL: what comes before `/chat/completions`, `/embeddings` and the like. */
const openAiPrefixes: Record<string, string> = {
  groq: '/openai/v1',
  deepinfra: '/v1/openai',
  openrouter: '/api/v1',
  perplexity: '',
  novita: '/v3/openai',
  fireworks: '/inference/v1',
  cohere: '/compatibility/v1',
  zai: '/api/paas/v4',
  alibaba: '/compatible-mode/v1',
  github: '/inference',
  llama: '/compat/v1',
  'google-ai-studio': '/v1beta/openai',
  ai21: '/studio/v1',
  openpipe: '/api/v1',
  qstash: '/llm/v1',
};

/** Providers that speak Anthropic's format beside their own, and under which path; Anthropic itself at `/v1`. */
const anthropicPrefixes: Record<string, string> = {
  anthropic: '/v1',
  azure: '/anthropic/v1',
  deepseek: '/anthropic/v1',
  moonshot: '/anthropic/v1',
  minimax: '/anthropic/v1',
  zai: '/api/anthropic/v1',
  openrouter: '/api/v1',
  vercel: '/v1',
  local: '/v1',
};

/** Providers that have OpenAI's Responses API. */
const responsesProviders = new Set(['openai', 'xai', 'groq', 'openrouter', 'fireworks', 'helicone', 'local']);

/** Providers without an API in OpenAI's words. */
const noOpenAi = new Set(['anthropic', 'bedrock', 'firecrawl']);

/** Where a provider speaks as OpenAI does; undefined where it does not. Unknown ids count as compatible hosts. */
export function openAiPrefix(provider: string): string | undefined {
  return noOpenAi.has(provider) ? undefined : (openAiPrefixes[provider] ?? '/v1');
}

export function responsesPrefix(provider: string): string | undefined {
  return responsesProviders.has(provider) ? openAiPrefix(provider) : undefined;
}

export function anthropicPrefix(provider: string): string | undefined {
  return anthropicPrefixes[provider];
}
