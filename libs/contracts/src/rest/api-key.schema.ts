import { z } from 'zod';

/** `rw` may do all, `r` may only read the REST API, `w` may only send requests and logs. */
export const keyPermissions = ['rw', 'r', 'w'] as const;
export const createApiKeySchema = z.object({
  api_key_name: z.string().trim().min(1).max(100),
  key_permissions: z.enum(keyPermissions).default('rw'),
});
export const updateApiKeySchema = z.object({ api_key_name: z.string().trim().min(1).max(100) });

export type KeyPermissions = (typeof keyPermissions)[number];

/** A key as lists show it: never the key itself. */
export type ApiKeySummary = {
  id: string;
  api_key_name: string;
  /** First and last characters, to tell keys apart. */
  preview: string;
  key_permissions: KeyPermissions;
  created_at: string;
  last_used_at: string | null;
  created_by: string | null;
};

/** The one reply that holds the key. */
export type CreatedApiKey = { id: string; apiKey: string; hashedKey: string };

/** `sk-helicone-` and four groups of seven (page contract, CR-03). */
export const apiKeyPattern = /^(sk|pk)-helicone-[a-z0-9]{7}-[a-z0-9]{7}-[a-z0-9]{7}-[a-z0-9]{7}$/;
