import { useQuery } from '@tanstack/react-query';
import type { ProviderChoice, ProviderKeyConfig, ProviderKeyRow } from '@heliostat/contracts';
import { api } from '../api/api-client';

export const providerKeysKey = ['provider-keys'] as const;

export const useProviderKeys = () =>
  useQuery({
    queryKey: providerKeysKey,
    queryFn: ({ signal }) => api.get<ProviderKeyRow[]>('/v1/api-keys/provider-keys', signal),
  });

export const useProviderChoices = () =>
  useQuery({
    queryKey: ['providers'],
    queryFn: ({ signal }) => api.get<ProviderChoice[]>('/v1/providers', signal),
    staleTime: 300_000,
  });

export type NewProviderKey = {
  providerName: string;
  providerKeyName: string;
  providerKey: string;
  providerSecretKey?: string;
  config: ProviderKeyConfig;
};

export const createProviderKey = (key: NewProviderKey) =>
  api.post<{ id: string }>('/v1/api-keys/provider-key', { ...key, byokEnabled: true });

export type ProviderKeyChange = Partial<Omit<NewProviderKey, 'providerName'>> & { byokEnabled?: boolean };

export const updateProviderKey = (id: string, change: ProviderKeyChange) =>
  api.patch<unknown>(`/v1/api-keys/provider-key/${encodeURIComponent(id)}`, change);

export const deleteProviderKey = (id: string) =>
  api.delete<unknown>(`/v1/api-keys/provider-key/${encodeURIComponent(id)}`);
