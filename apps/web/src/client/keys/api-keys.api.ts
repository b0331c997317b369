import type { ApiKeySummary, CreatedApiKey, KeyPermissions } from '@heliostat/contracts';
import { api } from '../api/api-client';

export const apiKeysKey = ['api-keys'] as const;

export const listApiKeys = (signal?: AbortSignal) => api.get<ApiKeySummary[]>('/v1/api-keys', signal);

/** The only reply that ever holds the key itself. */
export const createApiKey = (key: { api_key_name: string; key_permissions: KeyPermissions }) =>
  api.post<CreatedApiKey>('/v1/api-keys', key);

export const revokeApiKey = (id: string) => api.delete<unknown>(`/v1/api-keys/${encodeURIComponent(id)}`);
