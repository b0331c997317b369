import type { FilterNode, HeliconeRequest, RequestQuery } from '@heliostat/contracts';
import { api } from '../api/api-client';
import { toApiSort, type Sort } from './request-sort';

type Page = { filter: FilterNode; sort: Sort; offset: number; limit: number };

export function queryRequests(
  { filter, sort, offset, limit }: Page,
  signal?: AbortSignal,
): Promise<HeliconeRequest[]> {
  const query: RequestQuery = { filter, sort: toApiSort(sort), offset, limit };
  return api.post<HeliconeRequest[]>('/v1/request/query', query, signal);
}

/** All of one request with its bodies. */
export const getRequest = (id: string, signal?: AbortSignal) =>
  api.get<HeliconeRequest>(`/v1/request/${encodeURIComponent(id)}?includeBody=true`, signal);

/** Rows that match; the API counts at most as far as it wants to. */
export const countRequests = (filter: FilterNode, signal?: AbortSignal) =>
  api.post<number>('/v1/request/count/query', { filter }, signal);
