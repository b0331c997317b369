import type { ReasoningEffort } from '../conversation/request.js';

/** How a provider of chat completions differs from OpenAI. Sources: the providers' own API references. */
export type ChatDeviations = {
  /** Name of the limit of the reply's tokens; `both`: the older name and the newer mean the same. */
  limit: 'max_tokens' | 'max_completion_tokens' | 'both';
  /** Whether the role `developer` is known; it is written as `system` elsewhere. */
  developerRole: boolean;
  /**
   * How thinking is asked for: OpenAI's `reasoning_effort`, the gateway's own `reasoning_options` beside it,
   * OpenRouter's `reasoning` object, a `thinking: {type}` switch, Qwen's `enable_thinking` and `thinking_budget`.
   */
  reasoning: 'effort' | 'options' | 'object' | 'switch' | 'budget' | 'none';
  efforts: readonly ReasoningEffort[];
  /** Field in which an assistant's earlier thoughts are taken back. */
  thoughts: 'reasoning_content' | 'reasoning_details' | 'none';
  /** Whether `cache_control` is understood; elsewhere it is refused or useless. */
  cacheControl: boolean;
  /** Whether `document` parts, made up by the gateway, are understood. */
  documents: boolean;
  /** How generated images are asked for. */
  images: 'image_generation' | 'image_config' | 'none';
  webSearch: boolean;
  /** Whether custom tools (free text in place of arguments) are known. */
  customTools: boolean;
  /** Whether `json_schema` is known; `json_object` is written elsewhere. */
  jsonSchema: boolean;
  /** Whether a message of text may be a list of parts. */
  textParts: boolean;
  /** Whether messages may carry a `name`. */
  names: boolean;
  /** Whether `stream_options` must be there for a stream to state its usage. */
  streamOptions: boolean;
  seed: 'seed' | 'random_seed';
  /** Parameters that the provider refuses, by OpenAI's names. */
  refused: readonly string[];
};

const lowToHigh: readonly ReasoningEffort[] = ['low', 'medium', 'high'];

/** Parameters of OpenAI's own platform, that mean nothing to others. */
const platform = ['store', 'prediction', 'verbosity', 'audio', 'prompt_cache_retention', 'safety_identifier'];

/** Servers of open models: vLLM's and its relatives' understanding of the format. */
const openModels: ChatDeviations = {
  limit: 'max_tokens',
  developerRole: false,
  reasoning: 'effort',
  efforts: lowToHigh,
  thoughts: 'reasoning_content',
  cacheControl: false,
  documents: false,
  images: 'none',
  webSearch: false,
  customTools: false,
  jsonSchema: true,
  textParts: true,
  names: true,
  streamOptions: true,
  seed: 'seed',
  refused: [...platform, 'prompt_cache_key', 'service_tier'],
};

const openai: ChatDeviations = {
  ...openModels,
  limit: 'max_completion_tokens',
  developerRole: true,
  efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
  thoughts: 'none',
  webSearch: true,
  customTools: true,
  refused: ['top_k'],
};

/** The gateway's own dialect: everything that its page documents. */
const gateway: ChatDeviations = {
  ...openai,
  reasoning: 'options',
  thoughts: 'reasoning_details',
  cacheControl: true,
  documents: true,
  images: 'image_generation',
  refused: [],
};

const byProvider: Record<string, ChatDeviations> = {
  openai,
  azure: openai,
  github: {
    ...openai,
    customTools: false,
    webSearch: false,
    refused: ['top_k', ...platform, 'service_tier'],
  },
  helicone: gateway,
  openrouter: {
    ...openai,
    limit: 'both',
    reasoning: 'object',
    thoughts: 'reasoning_details',
    cacheControl: true,
    images: 'image_config',
    customTools: false,
    refused: ['store', 'audio', 'prompt_cache_retention', 'safety_identifier', 'service_tier'],
  },
  vercel: {
    ...openModels,
    reasoning: 'object',
    efforts: openai.efforts,
    thoughts: 'reasoning_details',
    cacheControl: true,
  },
  groq: {
    ...openModels,
    limit: 'both',
    thoughts: 'none',
    refused: ['logit_bias', 'logprobs', 'top_logprobs', 'n', 'top_k', 'prompt_cache_retention'].concat(
      platform.slice(0, 4),
    ),
  },
  mistral: {
    ...openModels,
    reasoning: 'none',
    thoughts: 'none',
    names: false,
    streamOptions: false,
    seed: 'random_seed',
    refused: [
      ...[
        'logit_bias',
        'logprobs',
        'top_logprobs',
        'top_k',
        'user',
        'service_tier',
        'metadata',
        'modalities',
      ],
      ...['prompt_cache_key', 'store', 'audio', 'verbosity', 'prompt_cache_retention', 'safety_identifier'],
    ],
  },
  deepseek: {
    ...openModels,
    reasoning: 'switch',
    jsonSchema: false,
    textParts: false,
    refused: [...platform, 'n', 'seed', 'logit_bias', 'parallel_tool_calls', 'top_k', 'service_tier'],
  },
  xai: {
    ...openModels,
    limit: 'both',
    efforts: lowToHigh,
    thoughts: 'none',
    refused: ['logit_bias', 'top_k', 'metadata', 'service_tier', ...platform],
  },
  moonshot: {
    ...openModels,
    reasoning: 'switch',
    refused: [...platform, 'logit_bias', 'logprobs', 'top_logprobs', 'top_k', 'seed', 'service_tier'],
  },
  zai: {
    ...openModels,
    reasoning: 'switch',
    jsonSchema: false,
    refused: [
      ...[...platform, 'n', 'seed', 'logit_bias', 'logprobs', 'top_logprobs', 'presence_penalty'],
      ...['frequency_penalty', 'parallel_tool_calls', 'service_tier', 'prompt_cache_key'],
    ],
  },
  minimax: { ...openModels, thoughts: 'reasoning_details', reasoning: 'none' },
  alibaba: { ...openModels, reasoning: 'budget', cacheControl: true },
  siliconflow: { ...openModels, reasoning: 'budget' },
  perplexity: {
    ...openModels,
    thoughts: 'none',
    webSearch: true,
    streamOptions: false,
    refused: [
      ...['seed', 'n', 'stop', 'logit_bias', 'logprobs', 'top_logprobs', 'tools', 'tool_choice'],
      ...['parallel_tool_calls', 'user', 'metadata', 'service_tier', 'modalities', 'prompt_cache_key'],
      ...platform,
    ],
  },
  cerebras: {
    ...openModels,
    limit: 'max_completion_tokens',
    thoughts: 'none',
    textParts: false,
    refused: [
      ...['frequency_penalty', 'presence_penalty', 'logit_bias', 'n', 'top_k', 'metadata', 'modalities'],
      ...[...platform, 'prompt_cache_key'],
    ],
  },
  sambanova: { ...openModels, thoughts: 'none' },
  cohere: {
    ...openModels,
    thoughts: 'none',
    refused: [
      ...openModels.refused,
      'n',
      'logit_bias',
      'top_logprobs',
      'parallel_tool_calls',
      'user',
      'metadata',
    ],
  },
  fireworks: { ...openModels, limit: 'both' },
  local: { ...openModels, thoughts: 'none' },
};

/** Deviations of a provider by its registry id; those of servers of open models where none are known. */
export function chatDeviations(provider: string): ChatDeviations {
  return Object.hasOwn(byProvider, provider) ? (byProvider[provider] ?? openModels) : openModels;
}
