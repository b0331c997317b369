import { keyPermissions, type ApiKeySummary, type CreatedApiKey } from '@heliostat/contracts';
import { z } from 'zod';

export const apiKeySummarySchema = z.object({
  id: z.uuid(),
  api_key_name: z.string(),
  preview: z.string(),
  key_permissions: z.enum(keyPermissions),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
  created_by: z.string().nullable(),
}) satisfies z.ZodType<ApiKeySummary>;

export const createdApiKeySchema = z.object({
  id: z.uuid(),
  apiKey: z.string(),
  hashedKey: z.string(),
}) satisfies z.ZodType<CreatedApiKey>;

export const changedApiKeySchema = z.object({ hashedKey: z.string() });
