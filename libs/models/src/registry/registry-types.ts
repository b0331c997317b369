import type { Price } from '../rates/rates.js';

/** How a provider's endpoint of a model is spoken to. The first five are the formats of conversations. */
export type WireFormat = 'chat' | 'responses' | 'messages' | 'gemini' | 'converse' | 'embeddings' | 'images';

export type Modality = 'text' | 'image' | 'audio' | 'video';

/** Parameters as the catalogue names them (schema `StandardParameter` of the REST contract). */
export type StandardParameter =
  | 'max_tokens'
  | 'max_completion_tokens'
  | 'temperature'
  | 'top_p'
  | 'top_k'
  | 'stop'
  | 'stream'
  | 'frequency_penalty'
  | 'presence_penalty'
  | 'repetition_penalty'
  | 'seed'
  | 'tools'
  | 'tool_choice'
  | 'functions'
  | 'function_call'
  | 'reasoning'
  | 'include_reasoning'
  | 'thinking'
  | 'response_format'
  | 'json_mode'
  | 'truncate'
  | 'min_p'
  | 'logit_bias'
  | 'logprobs'
  | 'top_logprobs'
  | 'structured_outputs'
  | 'verbosity'
  | 'n';

/** One model, whoever serves it. Token counts are whole tokens. */
export type RegistryModel = {
  /** Lower case; what clients write. */
  readonly id: string;
  readonly name: string;
  /** Who trained it: `openai`, `anthropic`, `meta-llama` … */
  readonly author: string;
  readonly description: string;
  /** Largest input and output together. */
  readonly context: number;
  /** Largest reply; absent where none is published. */
  readonly maxOutput?: number;
  readonly inputModalities: readonly Modality[];
  readonly outputModalities: readonly Modality[];
  readonly supportedParameters: readonly StandardParameter[];
  /** OpenAI's parameters that this model answers with an error; a writer leaves them out. */
  readonly unsupported: readonly string[];
  /** Publication, in seconds since 1970. */
  readonly created: number;
  /** Other names that clients may write. */
  readonly aliases: readonly string[];
  /** The moving name that this dated version belongs to. */
  readonly pinnedVersionOf?: string;
};

/** One model at one provider. */
export type RegistryEndpoint = {
  /** `model:provider` */
  readonly id: string;
  readonly model: RegistryModel;
  /** Registry id of the provider. */
  readonly provider: string;
  /** What the provider calls the model. */
  readonly providerModelId: string;
  /** What it is asked in when the client's own format is none of `formats`. */
  readonly format: WireFormat;
  /** All formats that it speaks itself, `format` first. */
  readonly formats: readonly WireFormat[];
  readonly context: number;
  readonly maxOutput?: number;
  /** As `RegistryModel.unsupported`. */
  readonly unsupported: readonly string[];
  /** The price book's price of `providerModelId`, the same that the log is billed by; null where it knows none. */
  readonly price: Price | null;
  /** Whether the installation's own key may pay for it. */
  readonly ptb: boolean;
  /** Used only when the client names the provider. */
  readonly explicitRouting: boolean;
  /** Order among equal prices, lowest first. */
  readonly priority: number;
};

/** An endpoint of a row: the provider's id of the model, or that and what differs from the model. */
export type EndpointRow =
  | string
  | {
      id: string;
      formats?: WireFormat[];
      context?: number;
      maxOutput?: number;
      unsupported?: string[];
      ptb?: boolean;
      explicitRouting?: boolean;
      priority?: number;
    };

export type EndpointRows = Record<string, EndpointRow>;

/** How a model is written in the tables of `rows/`. */
export type ModelRow = {
  id: string;
  name: string;
  author: string;
  description: string;
  context: number;
  maxOutput?: number;
  /** `2025-09-29` */
  created: string;
  /** Modalities, separated by spaces; text when absent. */
  input?: string;
  output?: string;
  parameters: readonly StandardParameter[];
  unsupported?: readonly string[];
  aliases?: string[];
  /** Formats of every endpoint that states none; by the provider when absent. */
  formats?: WireFormat[];
  endpoints: EndpointRows;
  /** Dated versions: models of their own with the same facts, at these endpoints or (a string) at the same ones. */
  versions?: (string | { id: string; endpoints: EndpointRows })[];
};
