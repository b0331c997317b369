import { CodedError } from '../errors/coded-error.js';
import { withOriginalNames } from './original-names.js';
import { withPassword } from './url-password.js';
import { environmentSchema, type Config, type ProviderSetting } from './config.schema.js';

const providerSetting = /^PROVIDER_([A-Z0-9_]+)_(BASE_URL|API_KEY|TOKEN_URL)$/;

/**
 * Reads and validates the environment once. Throws one `config/invalid` error that names every bad variable and
 * what it expects; values are not repeated, they may be secrets.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const { env: present, writtenAs } = withOriginalNames(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== '')),
  );
  const parsed = environmentSchema.safeParse(present);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${writtenAs(issue.path.join('.'))}: ${issue.message}`);
  if (parsed.success && parsed.data.CLICKHOUSE_SHARDED && !parsed.data.CLICKHOUSE_CLUSTER)
    faults.push("CLICKHOUSE_CLUSTER: expected the cluster's name, since CLICKHOUSE_SHARDED is set");
  if (parsed.success && parsed.data.CACHE_REDIS_URL && !parsed.data.REDIS_URL)
    faults.push('REDIS_URL: expected the address of Redis, since CACHE_REDIS_URL is set');

  const providers: Record<string, ProviderSetting> = {};
  for (const [name, value] of Object.entries(present)) {
    const match = providerSetting.exec(name);
    if (!match || value === undefined) continue;
    if (match[2] === 'TOKEN_URL' && match[1] !== 'VERTEX') {
      faults.push(`${name}: only Vertex AI asks for tokens (PROVIDER_VERTEX_TOKEN_URL)`);
      continue;
    }
    const setting = (providers[match[1]!.toLowerCase().replaceAll('_', '-')] ??= {});
    if (match[2] === 'API_KEY') setting.apiKey = value;
    else if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) {
      if (match[2] === 'TOKEN_URL') setting.tokenUrl = value;
      else setting.baseUrl = value.replace(/\/+$/, '');
    } else faults.push(`${name}: expected a URL that starts with http:// or https://`);
  }

  if (!parsed.success || faults.length > 0)
    throw new CodedError('config/invalid', `Wrong settings:\n${faults.map((f) => `  ${f}`).join('\n')}`, 500);
  const settings = parsed.data;
  return {
    ...settings,
    DATABASE_URL: withPassword(settings.DATABASE_URL, settings.DATABASE_PASSWORD),
    DATABASE_DIRECT_URL: withPassword(settings.DATABASE_DIRECT_URL, settings.DATABASE_PASSWORD),
    REDIS_URL: withPassword(settings.REDIS_URL, settings.REDIS_PASSWORD),
    CACHE_REDIS_URL: withPassword(settings.CACHE_REDIS_URL, settings.CACHE_REDIS_PASSWORD),
    providers,
    publicUrl: (settings.HELIOSTAT_PUBLIC_URL ?? `http://localhost:${settings.WEB_PORT}`).replace(/\/+$/, ''),
  };
}
