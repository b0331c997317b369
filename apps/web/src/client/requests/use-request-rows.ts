import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { FilterNode, HeliconeRequest } from '@heliostat/contracts';
import { whenAllowedAgain } from '../api/query-client';
import { allOf, leaf } from '../filters/filter-expression';
import { windowBounds, type TimeWindow } from '../shared/time-window';
import { mergeRows, uniqueRows } from './merge-rows';
import { newestFirst, type Sort } from './request-sort';
import { countRequests, queryRequests } from './requests.api';

export const pageSize = 100;
const liveMs = 1_000;
/** A call is logged when it ends but ordered by its start, so a look for new rows goes this far back. */
const lateMs = 120_000;

type Input = { window: TimeWindow; filter: FilterNode; sort: Sort; live: boolean; hold: boolean };

/**
 * The table's rows: pages of a window that stands still while one scrolls, and, live, what has arrived since.
 * While `hold` is set (the reader has scrolled away) new rows wait in `waiting` until `release`.
 */
export function useRequestRows({ window, filter, sort, live, hold }: Input) {
  const [nonce, setNonce] = useState(0);
  const windowKey = JSON.stringify(window);
  const filterKey = JSON.stringify(filter);
  const sortKey = `${sort.column}:${sort.direction}`;
  const listKey = [windowKey, filterKey, sortKey, nonce].join('|');

  // Fixed for as long as the question is the same: offsets stay true only in a window that does not move.
  const { start, bounded } = useMemo(() => {
    const bounds = windowBounds(window);
    const since = allOf(filter, leaf('request_created_at', { gte: bounds.start }));
    return { start: bounds.start, bounded: allOf(since, leaf('request_created_at', { lt: bounds.end })) };
  }, [listKey]);

  const pages = useInfiniteQuery({
    queryKey: ['requests', listKey],
    queryFn: ({ pageParam, signal }) =>
      queryRequests({ filter: bounded, sort, offset: pageParam, limit: pageSize }, signal),
    initialPageParam: 0,
    getNextPageParam: (last, all) => (last.length < pageSize ? undefined : all.length * pageSize),
    staleTime: Infinity,
    gcTime: 60_000,
  });

  const total = useQuery({
    queryKey: ['requests-count', listKey],
    queryFn: ({ signal }) => countRequests(bounded, signal),
    staleTime: Infinity,
    retry: false,
  });

  const listed = useMemo(() => uniqueRows(pages.data?.pages.flat() ?? []), [pages.data]);
  const arrivals = useArrivals({ listKey, listed, start, filter, hold, on: live && pages.isSuccess });
  const rows = useMemo(
    () => (arrivals.shown.length > 0 ? mergeRows(arrivals.shown, listed) : listed),
    [arrivals.shown, listed],
  );

  return {
    rows,
    arrivedAt: arrivals.arrivedAt,
    waiting: arrivals.waiting,
    release: arrivals.release,
    total: total.data === undefined ? undefined : total.data + arrivals.shown.length,
    isPending: pages.isPending,
    error: pages.error,
    liveError: arrivals.error,
    hasMore: pages.hasNextPage,
    isFetchingMore: pages.isFetchingNextPage,
    fetchMore: pages.fetchNextPage,
    reload: () => setNonce((old) => old + 1),
  };
}

type ArrivalsInput = {
  listKey: string;
  listed: HeliconeRequest[];
  start: string;
  filter: FilterNode;
  hold: boolean;
  on: boolean;
};

/** Looks for new rows each second. */
function useArrivals({ listKey, listed, start, filter, hold, on }: ArrivalsInput) {
  const [state, setState] = useState<{ key: string; rows: HeliconeRequest[]; held: HeliconeRequest[] }>({
    key: listKey,
    rows: [],
    held: [],
  });
  const arrivedAt = useRef(new Map<string, number>());
  const current = state.key === listKey ? state : { key: listKey, rows: [], held: [] };
  const newest = current.rows[0]?.request_created_at ?? listed[0]?.request_created_at ?? start;

  const poll = useQuery({
    queryKey: ['requests-live', listKey],
    queryFn: ({ signal }) => {
      const since = new Date(Math.max(new Date(newest).getTime() - lateMs, new Date(start).getTime()));
      const recent = allOf(filter, leaf('request_created_at', { gte: since.toISOString() }));
      return queryRequests({ filter: recent, sort: newestFirst, offset: 0, limit: pageSize }, signal);
    },
    enabled: on,
    refetchInterval: ({ state }) => whenAllowedAgain(state.error) || liveMs,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });

  useEffect(() => {
    if (!on || !poll.data) return;
    setState((old) => {
      const base = old.key === listKey ? old : { key: listKey, rows: [], held: [] };
      const known = new Set([...base.rows, ...base.held, ...listed].map(({ request_id }) => request_id));
      const fresh = poll.data.filter(({ request_id }) => !known.has(request_id));
      if (fresh.length === 0) return old.key === listKey ? old : base;
      for (const { request_id } of fresh) arrivedAt.current.set(request_id, Date.now());
      return hold
        ? { ...base, held: mergeRows(fresh, base.held) }
        : { ...base, rows: mergeRows(fresh, base.held, base.rows), held: [] };
    });
  }, [poll.data, on, hold, listKey, listed]);

  const release = useCallback(() => {
    setState((old) => {
      for (const { request_id } of old.held) arrivedAt.current.set(request_id, Date.now());
      return { ...old, rows: mergeRows(old.held, old.rows), held: [] };
    });
  }, []);

  return {
    shown: current.rows,
    waiting: current.held.length,
    release,
    arrivedAt: arrivedAt.current,
    error: on ? poll.error : null,
  };
}
