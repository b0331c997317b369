import { useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { HeliconeRequest } from '@heliostat/contracts';
import { queryRequests } from '../requests/requests.api';
import { newestFirst } from '../requests/request-sort';

const lookMs = 1_000;

/**
 * Asks each second for the newest request, until one comes that was not there when the page opened. `isNew` tells
 * that one from an old one, which is shown meanwhile.
 */
export function useFirstRequest(): { request: HeliconeRequest | undefined; isNew: boolean } {
  const before = useRef<string | null>(undefined);
  const { data } = useQuery({
    queryKey: ['first-request'],
    queryFn: async ({ signal }) => {
      const page = await queryRequests({ filter: 'all', sort: newestFirst, offset: 0, limit: 1 }, signal);
      const newest = page[0] ?? null;
      if (before.current === undefined) before.current = newest?.request_id ?? null;
      return { newest, isNew: newest !== null && newest.request_id !== before.current };
    },
    refetchInterval: (query) => (query.state.data?.isNew ? false : lookMs),
    refetchIntervalInBackground: true,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  return { request: data?.newest ?? undefined, isNew: data?.isNew ?? false };
}
