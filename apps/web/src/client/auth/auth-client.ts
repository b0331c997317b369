import { createAuthClient } from 'better-auth/react';

/** Same origin; the web server forwards `/api/auth` to jawn. */
export const authClient = createAuthClient({ basePath: '/api/auth' });
