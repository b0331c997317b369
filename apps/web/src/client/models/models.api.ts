import { useQuery } from '@tanstack/react-query';
import type { ModelRegistry, ModelRegistryItem } from '@heliostat/contracts';
import { api } from '../api/api-client';

/** The whole registry, some hundred models; it changes with a file of the installation's own at most. */
export const useModels = () =>
  useQuery({
    queryKey: ['models'],
    queryFn: ({ signal }) => api.get<ModelRegistry>('/v1/public/model-registry/models', signal),
    staleTime: 300_000,
  });

/** Ids of the models that a provider serves. */
export const modelsAt = (models: readonly ModelRegistryItem[], provider: string): string[] =>
  models
    .filter(({ endpoints }) => endpoints.some((endpoint) => endpoint.provider === provider))
    .map(({ id }) => id);
