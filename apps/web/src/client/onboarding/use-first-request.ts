import { useQuery } from '@tanstack/react-query';
import type { HeliconeRequest } from '@heliostat/contracts';
import { queryRequests } from '../requests/requests.api';
import { newestFirst } from '../requests/request-sort';

/** Asks each second for the newest request, until there is one. */
export function useFirstRequest(): HeliconeRequest | undefined {
  const { data } = useQuery({
    queryKey: ['first-request'],
    queryFn: async ({ signal }) =>
      (await queryRequests({ filter: 'all', sort: newestFirst, offset: 0, limit: 1 }, signal))[0] ?? null,
    refetchInterval: (query) => (query.state.data ? false : 1_000),
    refetchIntervalInBackground: true,
    retry: false,
    staleTime: 0,
  });
  return data ?? undefined;
}
