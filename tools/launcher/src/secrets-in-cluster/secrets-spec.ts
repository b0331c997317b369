import { readFile } from 'node:fs/promises';
import { CodedError, errorMessage } from '@heliostat/platform';
import { z } from 'zod';

const dnsName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected lower-case letters, digits, hyphens and dots');

const keyName = z
  .string()
  .max(253)
  .regex(/^[-._a-zA-Z0-9]+$/, 'expected letters, digits, hyphens, dots and underscores');

/** Where the value of a key comes from, when the key is absent. */
const source = z.union(
  [
    z.strictObject({ value: z.string() }),
    z.strictObject({ generate: z.literal('hex'), bytes: z.number().int().min(16).max(1024).default(24) }),
    z.strictObject({ generate: z.literal('base64'), bytes: z.number().int().min(16).max(1024).default(32) }),
    z.strictObject({ generate: z.literal('api-key') }),
    z.strictObject({
      generate: z.literal('password'),
      length: z.number().int().min(12).max(256).default(24),
    }),
  ],
  {
    error:
      'expected {"value": "…"} or {"generate": "hex|base64|api-key|password"}, with "bytes" of 16 or more',
  },
);

const secret = z.strictObject({
  name: dnsName,
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  keys: z
    .record(keyName, source)
    .refine((keys) => Object.keys(keys).length > 0, { error: 'expected at least one key' }),
});

const secretsSpec = z.array(secret).min(1, 'expected at least one secret');

export type ValueSource = z.infer<typeof source>;
export type SecretSpec = z.infer<typeof secret>;

/** Reads and checks the file that says which secrets there must be. Messages name places, never values. */
export async function readSecretsSpec(path: string): Promise<SecretSpec[]> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    // The words of a JSON error quote the text, and with it a value.
    const why = error instanceof SyntaxError ? 'it is not JSON' : errorMessage(error);
    throw new CodedError('secrets/bad-spec', `${path} could not be read: ${why}`, 400);
  }
  const parsed = secretsSpec.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path: at, message }) => `  ${at.join('.') || '(whole file)'}: ${message}`,
  );
  throw new CodedError('secrets/bad-spec', [`${path} is not a list of secrets:`, ...faults].join('\n'), 400);
}
