import aws4 from 'aws4';
import type { ProviderCredential } from './provider-credential.js';

export type AwsKeys = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | undefined;
  region: string;
};

type AwsRequest = { method: string; origin: string; path: string; headers: string[]; body: Buffer };

const defaultRegion = 'us-east-1';
const regionOfHost = /\.([a-z]{2}(?:-[a-z]+)+-\d)\./;

/**
 * The two (or three) parts of an AWS key: apart, or in one text with colons between them. Undefined for a text that is
 * no such key. The region is the credential's, else the host's, else us-east-1.
 */
export function awsKeysOf({ secret, config }: ProviderCredential, origin: string): AwsKeys | undefined {
  const region = config.region ?? regionOfHost.exec(origin)?.[1] ?? defaultRegion;
  if (config.accessKeyId !== undefined)
    return {
      accessKeyId: config.accessKeyId,
      secretAccessKey: secret,
      sessionToken: config.sessionToken,
      region,
    };
  const [accessKeyId, secretAccessKey, sessionToken] = secret.split(':');
  if (!/^(?:AKIA|ASIA)[A-Z0-9]{12,}$/.test(accessKeyId ?? '') || !secretAccessKey) return undefined;
  return { accessKeyId: accessKeyId!, secretAccessKey, sessionToken, region };
}

/** The headers of a request to Bedrock with AWS's signature (SigV4, service `bedrock`). */
export function signAws(keys: AwsKeys, { method, origin, path, headers, body }: AwsRequest): string[] {
  const { accessKeyId, secretAccessKey, sessionToken, region } = keys;
  const signed = aws4.sign(
    {
      service: 'bedrock',
      region,
      method,
      host: new URL(origin).host,
      path,
      body,
      // What may be changed on the way (user agents, traces) is not signed.
      headers: { 'content-type': 'application/json' },
    },
    { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  );
  const added: string[] = [];
  for (const [name, value] of Object.entries(signed.headers ?? {})) {
    const lower = name.toLowerCase();
    if (lower === 'host' || lower === 'content-length' || lower === 'content-type') continue;
    added.push(lower, String(value));
  }
  return [...headers, ...added];
}
