import type { IncomingHttpHeaders } from 'node:http';

/** Who may call. Where nothing is said of a provider, any key that does not contain `invalid` will do. */
export type Credentials = {
  aws?: {
    /** Secret access keys by their ids; temporary ones come with a session token. */
    keys: Record<string, { secret: string; sessionToken?: string }>;
    /** Bedrock's own API keys. */
    bearers?: readonly string[];
    /** Of the endpoint; signatures for others are refused. */
    region?: string;
  };
  google?: {
    /** Public keys (PEM) of service accounts by their addresses. */
    accounts: Record<string, string>;
    /** Project that they may use. */
    project?: string;
  };
  azure?: { keys: readonly string[] };
};

/** What a door sees of a request before it lets it in. */
export type Presented = {
  method: string;
  /** Path and query as sent. */
  url: string;
  path: string;
  headers: IncomingHttpHeaders;
  query: URLSearchParams;
  body: Buffer;
  credentials: Credentials;
  /** Access tokens that the token endpoint gave out, with the end of each in epoch milliseconds. */
  tokens: Map<string, number>;
};
