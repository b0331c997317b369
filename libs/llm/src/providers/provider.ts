/** Wire format that a provider's own API speaks; it decides the shape of errors the gateway answers itself. */
export type Wire = 'openai' | 'anthropic' | 'gemini' | 'bedrock' | 'cohere';

/** A documented path oddity: `from` is matched against the path (no query) below the door. */
export type PathRewrite = { from: RegExp; to: string };

/** One upstream of the registry. */
export type Provider = {
  /** Registry id: path slug, `PROVIDER_<ID>_BASE_URL`, `provider` of log records. Lower case with hyphens. */
  id: string;
  /** For people. */
  name: string;
  /**
   * What REST's `provider` field shows: the contract's upper-case `ProviderName`, else the lower-case
   * `ModelProviderName`, else (a provider in neither list) the id.
   */
  enumName: string;
  /** Other path slugs of the same provider. */
  aliases: string[];
  /** Host names of the original product that reach this provider (page contract/hosts). */
  hosts: string[];
  /**
   * Public origin with a path prefix if any, without the API path and without a trailing slash. Empty where no
   * public one exists (Azure resources, local servers' ports): the request or a setting must name it.
   */
  baseUrl: string;
  /** Recognise the provider of an arbitrary target URL by its host name (lower case, no port). */
  upstreamHosts: (string | RegExp)[];
  wire: Wire;
  pathRewrites?: PathRewrite[];
};
