import { useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { HeliconeRequest } from '@heliostat/contracts';
import { queryRequests } from '../requests/requests.api';
import { newestFirst } from '../requests/request-sort';

const lookMs = 1_000;

const isGood = (status: number) => status >= 200 && status < 400;

export type FirstRequestState = {
  request: HeliconeRequest | undefined;
  /** It came after the page opened. */
  isNew: boolean;
  /** It was refused, or had no reply. */
  failed: boolean;
};

/**
 * Asks each second for the newest request, until one comes that was not there when the page opened, and succeeds.
 * `isNew` tells new ones from an old one, which is shown meanwhile.
 */
export function useFirstRequest(): FirstRequestState {
  const before = useRef<string | null>(undefined);
  const { data } = useQuery({
    queryKey: ['first-request'],
    queryFn: async ({ signal }) => {
      const page = await queryRequests({ filter: 'all', sort: newestFirst, offset: 0, limit: 1 }, signal);
      const newest = page[0] ?? null;
      if (before.current === undefined) before.current = newest?.request_id ?? null;
      const isNew = newest !== null && newest.request_id !== before.current;
      return { newest, isNew, failed: isNew && !isGood(newest.response_status) };
    },
    refetchInterval: (query) => (query.state.data?.isNew && !query.state.data.failed ? false : lookMs),
    refetchIntervalInBackground: true,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  return { request: data?.newest ?? undefined, isNew: data?.isNew ?? false, failed: data?.failed ?? false };
}
