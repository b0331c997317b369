import type { Json } from '../../json/json-value.js';
import type { Message } from './message.js';

/** How hard a model may think. `none` turns it off. */
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

export type Reasoning = {
  effort?: ReasoningEffort;
  /** Tokens that thinking may use. */
  budgetTokens?: number;
  /** How the reply should summarise its thinking (Responses: `auto`, `concise`, `detailed`). */
  summary?: string;
  /** Whether the thinking itself, or its summary, is wanted in the reply. */
  includeThoughts?: boolean;
};

/** A mark after which the provider may keep what came before (Anthropic: `cache_control`). */
export type CacheMark = { ttl?: '5m' | '1h' };

export type Tool =
  | {
      type: 'function';
      name: string;
      description?: string;
      /** JSON schema of the arguments. */
      parameters?: Json;
      strict?: boolean;
      cache?: CacheMark;
    }
  /** Search in the web, run by the provider. */
  | { type: 'web_search'; options: Json }
  /** Any other tool that only its own format knows (`code_interpreter`, `mcp`, `computer_…`). */
  | { type: 'other'; source: string; value: Json };

export type ToolChoice = 'auto' | 'none' | 'required' | { name: string };

export type ResponseFormat =
  | { type: 'text' }
  | { type: 'json_object' }
  | { type: 'json_schema'; name: string; description?: string; schema: Json; strict?: boolean };

/** Body field `context_editing` (page gateway/concepts/context-editing), as the client sent it. */
export type ContextEditing = {
  enabled: boolean;
  clearToolUses?: {
    trigger?: number;
    keep?: number;
    clearAtLeast?: number;
    excludeTools?: string[];
    clearToolInputs?: boolean;
  };
  clearThinking?: { keep?: number | 'all' };
};

/** One request to a model, in no provider's words. Absent means: the provider's default. */
export type ConversationRequest = {
  /** As the client wrote it; the target's own id replaces it when the request is written. */
  model: string;
  messages: Message[];
  tools?: Tool[];
  toolChoice?: ToolChoice;
  /**
   * Names of the tools that may be called (`allowed_tools`). Formats without the notion never see it: the other tools
   * are taken out of `tools` before the request is written.
   */
  allowedTools?: string[];
  parallelToolCalls?: boolean;
  /** Tokens of the reply, thinking included. */
  maxOutputTokens?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  /** Number of replies wanted. */
  choices?: number;
  stop?: string[];
  seed?: number;
  presencePenalty?: number;
  frequencyPenalty?: number;
  logitBias?: Record<string, number>;
  /** Log probabilities of the reply's tokens, with so many alternatives each. */
  logprobs?: { top: number };
  responseFormat?: ResponseFormat;
  reasoning?: Reasoning;
  stream: boolean;
  /** Mark on the request as a whole (`cache_control` at the top level). */
  cache?: CacheMark;
  /** `prompt_cache_key` */
  cacheKey?: string;
  /** `prompt_cache_retention`, as given. */
  cacheRetention?: string;
  safetyIdentifier?: string;
  user?: string;
  metadata?: Record<string, string>;
  serviceTier?: string;
  store?: boolean;
  verbosity?: string;
  /** Kinds of output wanted: `text`, `audio`, `image`. */
  modalities?: string[];
  audio?: Json;
  prediction?: Json;
  imageGeneration?: { aspectRatio: string; imageSize: string };
  contextEditing?: ContextEditing;
  /** Fields that nobody models, by their names in the source's format; written back only to that same format. */
  rest: { source: string; fields: Record<string, unknown> };
};
