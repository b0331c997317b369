import { CodedError, type Config, errorMessage, type Logger } from '@heliostat/platform';
import { betterAuth } from 'better-auth';
import { type Pool } from 'pg';
import { ownOrigin, trustedOrigins } from './trusted-origins.js';

/** Set by us on every request to better-auth, so that a client cannot choose whom its attempts count against. */
export const clientAddressHeader = 'x-heliostat-client-address';
/** Also better-auth's own upper bound: longer ones only cost time. */
export const passwordLength = { min: 8, max: 128 };

export type AuthEvents = {
  /** A session was made, by sign-up or sign-in. */
  onSession: (userId: string) => Promise<void>;
};

/** What sessions are signed with. Throws `config/invalid` without it. */
export function requireAuthSecret({ BETTER_AUTH_SECRET: secret }: Config): string {
  if (secret) return secret;
  throw new CodedError(
    'config/invalid',
    'Wrong settings:\n  BETTER_AUTH_SECRET: expected at least 16 characters (openssl rand -base64 32)',
  );
}

/**
 * better-auth with e-mail and password over our tables (the migration makes them). Needs no mail server, calls
 * nobody. Sign-in attempts are limited to 10 a minute and address, sign-ups to 20, for all replicas together.
 */
export function createAuth(config: Config, pool: Pool, logger: Logger, events: AuthEvents) {
  const secret = requireAuthSecret(config);
  const known = trustedOrigins(config);
  return betterAuth({
    appName: 'Heliostat',
    basePath: '/api/auth',
    baseURL: config.publicUrl,
    secret,
    database: pool,
    telemetry: { enabled: false },
    trustedOrigins: (request) => {
      const own = request && ownOrigin(request.headers);
      return own ? [...known, own] : known;
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: {
        '/sign-in/*': { window: 60, max: 10 },
        '/sign-up/*': { window: 60, max: 20 },
        '/change-password': { window: 60, max: 10 },
        // Asked for with every page; it gives nothing away that a limit would protect.
        '/get-session': false,
      },
    },
    advanced: {
      // By default better-auth leaves it out under NODE_ENV=test, and tests would then prove nothing.
      disableOriginCheck: false,
      cookiePrefix: 'heliostat',
      useSecureCookies: config.publicUrl.startsWith('https://'),
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    databaseHooks: {
      session: { create: { after: async ({ userId }) => events.onSession(userId) } },
    },
    // Without this, refused requests are printed to the console past our log.
    onAPIError: {
      onError: (error) => logger.debug({ error: errorMessage(error) }, 'an auth request failed'),
    },
    logger: {
      level: 'warn',
      log: (level, message, ...details) =>
        logger[level === 'error' ? 'error' : 'warn'](
          { error: details.filter((detail) => detail instanceof Error).map(errorMessage) },
          message,
        ),
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;
