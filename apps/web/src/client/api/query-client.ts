import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-client';

/** A refusal (4xx) is final; anything else is tried twice more. */
const retry = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500);

/** When a query that met a limit is asked again by itself: a page shows what was said, and then what it waited for. */
export const whenAllowedAgain = (error: unknown): number | false =>
  (error instanceof ApiError && error.retryAfterMs) || false;

/** A session that ended while the page was open: sign in again, and come back here. */
function leaveWhenSignedOut(error: Error): void {
  const { pathname, search } = window.location;
  if (!(error instanceof ApiError) || error.status !== 401 || /^\/sign(in|up)/.test(pathname)) return;
  window.location.assign(`/signin?next=${encodeURIComponent(pathname + search)}`);
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
  defaultOptions: {
    queries: {
      retry,
      retryDelay: (attempt) => 400 * 2 ** attempt,
      refetchInterval: ({ state }) => whenAllowedAgain(state.error),
      staleTime: 10_000,
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
});
