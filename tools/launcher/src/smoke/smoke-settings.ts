import { CodedError, loadConfig } from '@heliostat/platform';
import { z } from 'zod';

const smokeSchema = z.object({
  SMOKE_HOST: z.string().default('127.0.0.1'),
  SMOKE_PORT: z.coerce.number({ error: 'expected a port number' }).int().min(0).max(65_535).default(9099),
  SMOKE_MODEL: z.string().trim().min(1).optional(),
  WORKER_URL: z.url({ protocol: /^https?$/, error: 'expected a URL that starts with http://' }).optional(),
});

export type SmokeSettings = {
  proxyUrl: string;
  jawnUrl: string;
  /** Unknown where the apps are elsewhere and `WORKER_URL` is not set. */
  workerUrl?: string;
  apiKey: string;
  /** The name under which the proxy reaches this process. */
  host: string;
  port: number;
  /** Model string of a call through the unified API, which the installation's own key pays. Unset: no such call. */
  model?: string;
};

/** Where the apps are; on this machine unless settings say otherwise. Throws `config/invalid`. */
export function readSmokeSettings(env: NodeJS.ProcessEnv): SmokeSettings {
  const config = loadConfig(env);
  const parsed = smokeSchema.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== '')),
  );
  const faults = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  if (!config.HELIOSTAT_INIT_API_KEY)
    faults.push(
      'HELIOSTAT_INIT_API_KEY: expected an API key of this installation, to call with and to look with',
    );
  if (!parsed.success || faults.length > 0)
    throw new CodedError(
      'config/invalid',
      ['Wrong settings:', ...faults.map((fault) => `  ${fault}`)].join('\n'),
      400,
    );
  const host = ['0.0.0.0', '::'].includes(config.HOST) ? '127.0.0.1' : config.HOST;
  const at = (url: string | undefined, port: number) => (url ?? `http://${host}:${port}`).replace(/\/+$/, '');
  return {
    proxyUrl: at(config.PROXY_URL, config.PROXY_PORT),
    jawnUrl: at(config.JAWN_URL, config.JAWN_PORT),
    workerUrl:
      parsed.data.WORKER_URL || !config.JAWN_URL ? at(parsed.data.WORKER_URL, config.WORKER_PORT) : undefined,
    apiKey: config.HELIOSTAT_INIT_API_KEY!,
    host: parsed.data.SMOKE_HOST,
    port: parsed.data.SMOKE_PORT,
    ...(parsed.data.SMOKE_MODEL && { model: parsed.data.SMOKE_MODEL }),
  };
}
