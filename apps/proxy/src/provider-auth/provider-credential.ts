/** What proves to a provider who pays. */
export type ProviderCredential = {
  /** Registry id. */
  provider: string;
  /**
   * The key. For Bedrock `<secret access key>[:<session token>]` (with `accessKeyId`), the same behind
   * `<access key id>:`, or a Bedrock API key; for Vertex AI a service account's JSON, an API key of express mode, or an
   * access token. Empty for servers that ask for none.
   */
  secret: string;
  config: {
    accessKeyId?: string;
    region?: string;
    /** Where access tokens for Google's service accounts are asked for, if not at Google's public endpoint. */
    tokenUrl?: string;
  };
  /** What the key is called in errors: a name, never a part of it. */
  label: string;
};
