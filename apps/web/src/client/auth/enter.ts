import { whoAmIQuery } from '../api/session.queries';
import { queryClient } from '../api/query-client';

/** After a sign-in or sign-up: forgets what was known before the session, then loads it. */
export async function enterSession(): Promise<void> {
  queryClient.clear();
  await queryClient.fetchQuery(whoAmIQuery);
}

/** better-auth's error as words. */
export const authWords = (error: { message?: string; status?: number; statusText?: string }): string =>
  error.message ||
  (error.status && error.status >= 500
    ? 'The API cannot be reached right now. It may be starting; try again in a moment.'
    : error.statusText || 'That did not work. Try again.');
