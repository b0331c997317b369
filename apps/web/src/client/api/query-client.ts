import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-client';

/** A refusal (4xx) is final; anything else is tried twice more. */
const retry = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500);

/** In how many milliseconds what met a limit of the API is asked again by itself; false where it met none (RL-09). */
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
      // Without data `ErrorState` waits.
      refetchInterval: ({ state }) => state.data !== undefined && whenAllowedAgain(state.error),
      staleTime: 10_000,
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
});
