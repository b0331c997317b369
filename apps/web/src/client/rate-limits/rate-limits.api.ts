import { useQuery } from '@tanstack/react-query';
import type { RateLimitRule } from '@heliostat/contracts';
import { api } from '../api/api-client';
import type { RateLimitInput } from './rate-limit-form';

export const rateLimitsKey = ['rate-limits'] as const;

export const useRateLimits = () =>
  useQuery({
    queryKey: rateLimitsKey,
    queryFn: ({ signal }) => api.get<RateLimitRule[]>('/v1/rate-limits', signal),
  });

export const saveRateLimit = (id: string | undefined, rule: RateLimitInput) =>
  id === undefined
    ? api.post<RateLimitRule>('/v1/rate-limits', rule)
    : api.put<RateLimitRule>(`/v1/rate-limits/${encodeURIComponent(id)}`, rule);

export const deleteRateLimit = (id: string) => api.delete<null>(`/v1/rate-limits/${encodeURIComponent(id)}`);
