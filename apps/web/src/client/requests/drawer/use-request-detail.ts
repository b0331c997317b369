import { useQuery } from '@tanstack/react-query';
import type { HeliconeRequest } from '@heliostat/contracts';
import { api } from '../../api/api-client';
import { getRequest } from '../requests.api';
import { ownPath } from './own-path';

const hasBodies = (row: HeliconeRequest) => Boolean(row.request_body) || Boolean(row.response_body);

/** One request with its bodies; where the reply leaves them out they are read from the signed address. */
export function useRequestDetail(id: string, listed: HeliconeRequest | undefined) {
  return useQuery({
    queryKey: ['request', id],
    queryFn: async ({ signal }) => {
      const row = await getRequest(id, signal);
      if (hasBodies(row) || !row.signed_body_url) return row;
      const bodies = await api.get<{ request: unknown; response: unknown }>(
        ownPath(row.signed_body_url),
        signal,
      );
      return { ...row, request_body: bodies.request, response_body: bodies.response };
    },
    placeholderData: listed,
    staleTime: 60_000,
  });
}
