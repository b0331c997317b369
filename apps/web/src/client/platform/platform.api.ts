import { useQuery } from '@tanstack/react-query';
import type { PlatformBackupRun, PlatformOverview, PlatformRestorePlan } from '@heliostat/contracts';
import { api } from '../api/api-client';

export const platformKey = ['platform'] as const;

const refreshMs = 5_000;

/** The whole page in one reply; asked for again every five seconds while someone can see it. */
export const usePlatform = (live: boolean, enabled: boolean) =>
  useQuery({
    queryKey: platformKey,
    queryFn: ({ signal }) => api.get<PlatformOverview>('/v1/platform', signal),
    enabled,
    staleTime: 0,
    refetchOnWindowFocus: live,
    // In a hidden tab nothing is asked: TanStack's default.
    refetchInterval: live ? refreshMs : false,
  });

export const runBackup = (schedule: string | undefined) =>
  api.post<PlatformBackupRun>('/v1/platform/backups', { schedule });

export const useRestorePlan = (id: string | undefined) =>
  useQuery({
    queryKey: [...platformKey, 'restore-plan', id],
    queryFn: ({ signal }) =>
      api.get<PlatformRestorePlan>(
        `/v1/platform/backups/${encodeURIComponent(id ?? '')}/restore-plan`,
        signal,
      ),
    enabled: id !== undefined,
    staleTime: 60_000,
  });
