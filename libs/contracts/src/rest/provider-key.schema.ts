import { z } from 'zod';

const name = z.string().trim().min(1).max(100);
/** Part of a host name or a path: nothing that could lead a key elsewhere. */
const word = (what: string) =>
  z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._@:-]{0,199}$/, `expected ${what}: letters, digits, . _ @ : -`);
const label = (what: string) =>
  z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/, `expected ${what}: letters, digits and hyphens`);

/** Where a key is good. Names are the original's (`EndpointConfig`); an empty value counts as none. */
export const providerKeyConfigSchema = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).filter(([, part]) => part !== '' && part !== null))
      : value,
  z
    .strictObject({
      region: label('a region such as eu-central-1'),
      location: label('a location such as europe-west4'),
      projectId: word('a project id'),
      baseUri: z
        .string()
        .trim()
        .max(2000)
        .refine(
          (text) => {
            if (!URL.canParse(text)) return false;
            const { protocol, username, password, search, hash } = new URL(text);
            return (
              /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '')
            );
          },
          {
            error:
              'expected a URL such as https://models.example.com/openai, without user, query or fragment',
          },
        ),
      resourceName: label('the name of the Azure resource'),
      deploymentName: word('the name of a deployment'),
      apiVersion: word('a version such as 2025-04-01-preview'),
      crossRegion: z
        .union([z.boolean(), z.enum(['true', 'false'])])
        .transform((value) => value === true || value === 'true'),
      gatewayMapping: word('a mapping'),
      modelName: word('a model'),
      heliconeModelId: word('a model'),
      providerModelId: word('a model'),
    })
    .partial(),
);
export type ProviderKeyConfig = z.infer<typeof providerKeyConfigSchema>;

/** Enough for a Google service account's JSON. */
const secret = z.string().trim().min(1).max(20_000);

export const createProviderKeySchema = z.object({
  /** A provider of the registry, by id or alias, in any case. */
  providerName: z.string().trim().min(1).max(100),
  providerKeyName: name,
  providerKey: secret,
  /** The second part, where a provider has one (AWS). */
  providerSecretKey: z.preprocess((value) => (value === '' ? undefined : value), secret.optional()),
  config: providerKeyConfigSchema.default({}),
  byokEnabled: z.boolean().default(true),
});
export const updateProviderKeySchema = z
  .object({
    providerKeyName: name,
    providerKey: secret,
    providerSecretKey: secret,
    config: providerKeyConfigSchema,
    byokEnabled: z.boolean(),
  })
  .partial();

/** A provider key as lists show it: never the key itself (CR-02). */
export type ProviderKeyRow = {
  id: string;
  /** What `model/provider/<deployment>` names; the same as `id`. */
  cuid: string;
  provider_name: string;
  provider_key_name: string;
  /** Last characters of the key, to tell keys apart. */
  preview: string;
  config: ProviderKeyConfig;
  byok_enabled: boolean;
  created_at: string;
  soft_delete: false;
};

/** One provider key in the original's "decrypted" shape, masked all the same. */
export type MaskedProviderKey = {
  id: string;
  cuid: string;
  org_id: string;
  provider_name: string;
  provider_key_name: string;
  provider_key: string;
  provider_secret_key: string | null;
};

/** A provider that a key may be stored for. */
export type ProviderChoice = {
  /** Registry id. */
  id: string;
  name: string;
  /** Models of the registry that it serves; others may be named as `model/provider`. */
  models: number;
  /** Where there is none (Azure), a key needs a resource or a base URI. */
  hasPublicAddress: boolean;
  /** The installation has a key of its own for it. */
  installationKey: boolean;
};
