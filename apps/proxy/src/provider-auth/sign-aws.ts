import { CodedError } from '@heliostat/platform';
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
const accessKeyIds = /^(?:AKIA|ASIA)[A-Z0-9]{12,}$/;

/** The region that a host of AWS's names, that of a VPC endpoint too. */
export const regionOf = (origin: string): string | undefined => regionOfHost.exec(origin)?.[1];

/**
 * The two (or three) parts of an AWS key: apart, or in one text with colons between them. Undefined for a text that is
 * no such key. The region is the credential's, else the host's, else us-east-1. Throws `gateway/bad-credential` (401) for
 * an id without its secret.
 */
export function awsKeysOf(
  { secret, config, label }: ProviderCredential,
  origin: string,
): AwsKeys | undefined {
  const region = config.region ?? regionOf(origin) ?? defaultRegion;
  const parts = secret.split(':').map((part) => part.trim());
  if (config.accessKeyId !== undefined) parts.unshift(config.accessKeyId);
  const [accessKeyId = '', secretAccessKey, sessionToken] = parts;
  if (config.accessKeyId === undefined && !accessKeyIds.test(accessKeyId)) return undefined;
  const lacks = !secretAccessKey
    ? 'its secret access key'
    : accessKeyId.startsWith('ASIA') && !sessionToken
      ? 'its session token'
      : undefined;
  if (lacks !== undefined)
    throw new CodedError(
      'gateway/bad-credential',
      `${label} is an AWS access key id without ${lacks}: store <secret access key>[:<session token>] as the secret.`,
      401,
    );
  return { accessKeyId, secretAccessKey: secretAccessKey!, sessionToken, region };
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
