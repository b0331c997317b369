import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { queryClient } from '../api/query-client';
import { currentOrganization, setupQuery, whoAmIQuery } from '../api/session.queries';
import { parseDashboardSearch } from '../dashboard/dashboard-search';
import { parseModelsSearch } from '../models/models-search';
import { linkedRequest, parseRequestsSearch } from '../requests/requests-search';
import { AppLayout } from './app-layout';
import { NotFoundPage, RouteErrorPage, RoutePending } from './route-states';

const rootRoute = createRootRoute({ notFoundComponent: NotFoundPage, errorComponent: RouteErrorPage });

/** Only paths of this site may follow a sign-in. */
const parseNext = (search: Record<string, unknown>): { next?: string } =>
  typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {};

async function leaveIfSignedIn() {
  const whoAmI = await queryClient.ensureQueryData(whoAmIQuery);
  if (whoAmI) throw redirect({ to: '/' });
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signin',
  validateSearch: parseNext,
  beforeLoad: leaveIfSignedIn,
  component: lazyRouteComponent(() => import('../auth/sign-in.page'), 'SignInPage'),
});

const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signup',
  beforeLoad: leaveIfSignedIn,
  component: lazyRouteComponent(() => import('../auth/sign-up.page'), 'SignUpPage'),
});

/** Everything below needs a session; without one the visitor is sent to sign in and back. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ location }) => {
    const whoAmI = await queryClient.ensureQueryData(whoAmIQuery);
    if (whoAmI) return { whoAmI };
    const setup = await queryClient.ensureQueryData(setupQuery);
    if (setup.firstOwner) throw redirect({ to: '/signup' });
    throw redirect({ to: '/signin', search: location.pathname === '/' ? {} : { next: location.href } });
  },
});

const indexRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    const organization = currentOrganization(context.whoAmI);
    throw redirect({ to: organization?.has_integrated === false ? '/onboarding' : '/dashboard' });
  },
});

const onboardingRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/onboarding',
  component: lazyRouteComponent(() => import('../onboarding/onboarding.page'), 'OnboardingPage'),
});

const shellRoute = createRoute({
  getParentRoute: () => signedInRoute,
  id: 'shell',
  component: AppLayout,
});

const dashboardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/dashboard',
  validateSearch: parseDashboardSearch,
  component: lazyRouteComponent(() => import('../dashboard/dashboard.page'), 'DashboardPage'),
});

const requestsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/requests',
  validateSearch: parseRequestsSearch,
  beforeLoad: ({ location }) => {
    const requestId = linkedRequest(location.search);
    if (requestId !== undefined)
      throw redirect({ to: '/requests/$requestId', params: { requestId }, search: {}, replace: true });
  },
  component: lazyRouteComponent(() => import('../requests/requests.page'), 'RequestsPage'),
});

const requestRoute = createRoute({
  getParentRoute: () => requestsRoute,
  path: '$requestId',
});

const keysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/keys',
  component: lazyRouteComponent(() => import('../keys/keys.page'), 'KeysPage'),
});

const creditsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/credits',
  component: lazyRouteComponent(() => import('../credits/credits.page'), 'CreditsPage'),
});

const modelsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/models',
  validateSearch: parseModelsSearch,
  component: lazyRouteComponent(() => import('../models/models.page'), 'ModelsPage'),
});

const platformRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/platform',
  component: lazyRouteComponent(() => import('../platform/platform.page'), 'PlatformPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings.page'), 'SettingsPage'),
});

const providersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/providers',
  component: lazyRouteComponent(() => import('../providers/providers.page'), 'ProvidersPage'),
});

const rateLimitsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/rate-limits',
  component: lazyRouteComponent(() => import('../rate-limits/rate-limits.page'), 'RateLimitsPage'),
});

/** The address that the original's pages name. */
const oldProvidersRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/providers',
  beforeLoad: () => {
    throw redirect({ to: '/settings/providers' });
  },
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  signUpRoute,
  signedInRoute.addChildren([
    indexRoute,
    onboardingRoute,
    shellRoute.addChildren([
      dashboardRoute,
      requestsRoute.addChildren([requestRoute]),
      modelsRoute,
      keysRoute,
      creditsRoute,
      platformRoute,
      settingsRoute,
      providersRoute,
      rateLimitsRoute,
    ]),
    oldProvidersRoute,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPendingComponent: RoutePending,
  defaultPendingMs: 200,
  defaultErrorComponent: RouteErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
