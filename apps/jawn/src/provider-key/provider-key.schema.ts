import { type MaskedProviderKey, type ProviderKeyRow } from '@heliostat/contracts';
import { z } from 'zod';

export const providerKeyIdSchema = z.string().regex(/^[a-z0-9]{1,64}$/, 'expected the id of a provider key');

export const providerKeyRowSchema = z.object({
  id: z.string(),
  cuid: z.string(),
  provider_name: z.string(),
  provider_key_name: z.string(),
  preview: z.string(),
  config: z.record(z.string(), z.union([z.string(), z.boolean()])),
  byok_enabled: z.boolean(),
  created_at: z.iso.datetime(),
  soft_delete: z.literal(false),
}) satisfies z.ZodType<ProviderKeyRow>;

export const maskedProviderKeySchema = z.object({
  id: z.string(),
  cuid: z.string(),
  org_id: z.uuid(),
  provider_name: z.string(),
  provider_key_name: z.string(),
  provider_key: z.string(),
  provider_secret_key: z.string().nullable(),
}) satisfies z.ZodType<MaskedProviderKey>;

export const createdProviderKeySchema = z.object({ id: z.string() });
export const deletedProviderKeySchema = z.object({ providerName: z.string() });
export const updatedProviderKeySchema = z.object({ id: z.string(), providerName: z.string() });
