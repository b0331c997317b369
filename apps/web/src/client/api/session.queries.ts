import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { Organization, SetupState, WhoAmI } from '@heliostat/contracts';
import { api, ApiError } from './api-client';
import { activeOrganization } from './active-organization';

/** Who is signed in; null when nobody is. A stored organisation that the account no longer has is forgotten. */
export const whoAmIQuery = queryOptions({
  queryKey: ['whoami'],
  queryFn: async ({ signal }): Promise<WhoAmI | null> => {
    try {
      return checked(await api.get<WhoAmI>('/v1/whoami', signal));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) return null;
      if (error.status === 403 && activeOrganization.get() !== null) {
        activeOrganization.set(null);
        return checked(await api.get<WhoAmI>('/v1/whoami', signal));
      }
      throw error;
    }
  },
  staleTime: 60_000,
});

function checked(whoAmI: WhoAmI): WhoAmI | null {
  if (!whoAmI.user) return null;
  const stored = activeOrganization.get();
  if (stored !== null && !whoAmI.organizations.some(({ id }) => id === stored)) activeOrganization.set(null);
  return whoAmI;
}

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => api.get<SetupState>('/v1/public/setup', signal),
  staleTime: 30_000,
});

export const useSetup = () => useQuery(setupQuery);

/** The organisation of the page: the chosen one, the server's default, or the first. */
export function currentOrganization(whoAmI: WhoAmI): Organization | undefined {
  const wanted = activeOrganization.get() ?? whoAmI.activeOrganizationId;
  return whoAmI.organizations.find(({ id }) => id === wanted) ?? whoAmI.organizations[0];
}

/** Only below the signed-in layout, whose guard has loaded the session. */
export function useSession(): { whoAmI: WhoAmI; organization: Organization | undefined } {
  const { data } = useSuspenseQuery(whoAmIQuery);
  if (!data) throw new ApiError(401, 'You are signed out. Sign in again to go on.');
  return { whoAmI: data, organization: currentOrganization(data) };
}
