import type { Config } from '@heliostat/platform';

type PublicSettings = Pick<Config, 'publicUrl' | 'HELIOSTAT_PUBLIC_URL' | 'JAWN_PUBLIC_URL' | 'JAWN_PORT'>;

/**
 * The addresses that a browser is told, under the original's names: its operators look at `/__ENV.js` to see whether
 * a public address took effect. Our pages do not need it. Addresses only; never a secret.
 */
export function publicEnvironment(config: PublicSettings): Record<string, string> {
  const behindDashboard = config.HELIOSTAT_PUBLIC_URL && `${config.publicUrl}/api`;
  const jawn = config.JAWN_PUBLIC_URL ?? behindDashboard ?? `http://localhost:${config.JAWN_PORT}`;
  return {
    NEXT_PUBLIC_APP_URL: config.publicUrl,
    NEXT_PUBLIC_HELICONE_JAWN_SERVICE: jawn.replace(/\/+$/, ''),
  };
}

/** The script that sets them, one a line. */
export function publicEnvironmentScript(environment: Record<string, string>): string {
  return `window.__ENV = ${JSON.stringify(environment, null, 2)};\n`;
}
