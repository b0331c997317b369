import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-client';

/** A refusal (4xx) is final; anything else is tried twice more. */
const retry = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry,
      retryDelay: (attempt) => 400 * 2 ** attempt,
      staleTime: 10_000,
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
});
