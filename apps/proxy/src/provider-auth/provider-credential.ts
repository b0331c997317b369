/** What proves to a provider who pays. */
export type ProviderCredential = {
  /** Registry id. */
  provider: string;
  /**
   * The key. For Bedrock the secret access key (with `accessKeyId`), `<access key id>:<secret>[:<session token>]`, or a
   * Bedrock API key; for Vertex AI a service account's JSON, an API key of express mode, or an access token. Empty for
   * servers that ask for none.
   */
  secret: string;
  config: { accessKeyId?: string; sessionToken?: string; region?: string };
};
