import { activeOrganization } from '../api/active-organization';
import { authClient } from './auth-client';

/** Ends the session and loads the page anew, so that nothing of the account stays in memory. */
export async function signOut(): Promise<void> {
  await authClient.signOut();
  activeOrganization.set(null);
  window.location.assign('/signin');
}
