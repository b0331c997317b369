import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { DashboardOverview, DashboardQuery } from '@heliostat/contracts';
import { api } from '../api/api-client';
import { whenAllowedAgain } from '../api/query-client';
import { toFilterNode, type FilterExpression } from '../filters/filter-expression';
import { windowBounds, type TimeWindow } from '../shared/time-window';

/** How often a window that ends now is asked for again: a new call moves a short window more than a long one. */
export function refreshMs(window: TimeWindow): number | false {
  if (!('preset' in window)) return false;
  return window.preset === '1h' || window.preset === '24h' ? 2_000 : 15_000;
}

export function useOverview(window: TimeWindow, expression: FilterExpression, live: boolean) {
  const filter = toFilterNode(expression);
  return useQuery({
    queryKey: ['dashboard', window, filter],
    queryFn: ({ signal }) => {
      const query: DashboardQuery = {
        timeFilter: windowBounds(window),
        filter,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      };
      return api.post<DashboardOverview>('/v1/dashboard/overview', query, signal);
    },
    placeholderData: keepPreviousData,
    // Without data a failure stays on the page until it is asked again there; with data it goes on trying.
    refetchInterval: ({ state }) =>
      state.data === undefined && state.status === 'error'
        ? false
        : whenAllowedAgain(state.error) || (live && refreshMs(window)),
  });
}
