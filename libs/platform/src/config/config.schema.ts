import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { PrivateTarget } from '../net/private-targets.js';

const sizeUnits: Record<string, number> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 1024,
  MIB: 1024 ** 2,
  GIB: 1024 ** 3,
};

/** `10 MB`, `512KiB` or a plain number of bytes. */
const size = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
      const unit = match && sizeUnits[(match[2] ?? '').toUpperCase()];
      if (!match || !unit) {
        context.addIssue({
          code: 'custom',
          message: 'expected a size such as 100MB, 512KiB or a number of bytes',
        });
        return z.NEVER;
      }
      return Math.floor(Number(match[1]) * unit);
    });

const port = (fallback: number) =>
  z.coerce
    .number({ error: 'expected a port number' })
    .int()
    .min(0, 'expected a port from 0 to 65535')
    .max(65535, 'expected a port from 0 to 65535')
    .default(fallback);

const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0'], { error: 'expected true or false' })
    .optional()
    .transform((value) => (value === undefined ? fallback : value === 'true' || value === '1'));

const url = (protocols: string[]) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1)), {
      error: `expected a URL that starts with ${protocols.map((p) => `${p}://`).join(' or ')}`,
    });

/** `host` or `host:port`, separated by commas. */
const hostList = () =>
  z
    .string()
    .default('')
    .transform((text, context): PrivateTarget[] =>
      text
        .split(',')
        .map((entry) => entry.trim().toLowerCase())
        .filter((entry) => entry !== '')
        .map((entry) => {
          const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/.exec(entry);
          if (!match) {
            context.addIssue({
              code: 'custom',
              message: 'expected hosts such as vllm.models.svc or 10.0.0.5:8000, separated by commas',
            });
            return z.NEVER;
          }
          return { host: match[1]!, port: match[2] };
        }),
    );

const key32String = (error: string) =>
  z.string().refine((value) => Buffer.from(value, 'base64').length === 32, { error });

const key32 = key32String('expected 32 bytes in base64 (openssl rand -base64 32)');

/** Earlier keys; more are a rotation that was never finished. */
const maxPreviousKeys = 8;

const key32List = () =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    )
    .pipe(
      z
        .array(
          key32String('expected 32 bytes in base64, several separated by commas (openssl rand -base64 32)'),
        )
        .max(maxPreviousKeys, `expected at most ${maxPreviousKeys} keys`),
    );

/**
 * Every setting of every app (design: one validated object). Names are the environment's; an empty value counts
 * as unset. `PROVIDER_<NAME>_BASE_URL`, `_API_KEY` and `PROVIDER_VERTEX_TOKEN_URL` are collected by `loadConfig`.
 */
export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'], { error: 'expected production, development or test' })
    .default('production'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'expected trace, debug, info, warn, error or silent',
    })
    .default('info'),
  HELIOSTAT_DATA_DIR: z.string().default('.heliostat'),
  /** Models and prices of this installation, JSON or YAML; default `models.json` in the data directory, if there. */
  MODELS_FILE: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  WEB_PORT: port(3000),
  JAWN_PORT: port(8585),
  PROXY_PORT: port(8787),
  WORKER_PORT: port(8686),
  HELIOSTAT_PUBLIC_URL: url(['http', 'https']).optional(),
  /** Where browsers' requests for jawn and the proxy go from the web server, and what pages print. */
  JAWN_URL: url(['http', 'https']).optional(),
  /** Where people reach the API, as pages print it; default behind the dashboard at `/api`. */
  JAWN_PUBLIC_URL: url(['http', 'https']).optional(),
  /** Where jawn forwards `/v1/gateway/*` to; default the proxy's port on this machine. */
  PROXY_URL: url(['http', 'https']).optional(),
  PROXY_PUBLIC_URL: url(['http', 'https']).optional(),
  HELIOSTAT_INIT_EMAIL: z.email({ error: 'expected an e-mail address' }).optional(),
  HELIOSTAT_INIT_PASSWORD: z.string().min(8, 'expected at least 8 characters').optional(),
  HELIOSTAT_INIT_ORG: z.string().optional(),
  HELIOSTAT_INIT_API_KEY: z
    .string()
    .regex(
      /^(sk|pk)-helicone-[a-z0-9]{7}(-[a-z0-9]{7}){3}$/,
      'expected sk-helicone- and four groups of seven lower-case letters or digits',
    )
    .optional(),
  HELIOSTAT_SIGN_UP: z
    .enum(['open', 'first-owner', 'closed'], { error: 'expected open, first-owner or closed' })
    .default('open'),
  ALLOW_PRIVATE_TARGETS: flag(false),
  /** Hosts that may be private all the same: model servers in the cluster. */
  ALLOWED_PRIVATE_TARGETS: hostList(),
  DATABASE_URL: url(['postgres', 'postgresql']).optional(),
  /** Around PgBouncer, for LISTEN and the migration's lock; default `DATABASE_URL`. */
  DATABASE_DIRECT_URL: url(['postgres', 'postgresql']).optional(),
  /** For both URLs, where they hold none; any characters. */
  DATABASE_PASSWORD: z.string().optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  CLICKHOUSE_URL: url(['http', 'https']).optional(),
  CLICKHOUSE_USER: z.string().default('default'),
  CLICKHOUSE_PASSWORD: z.string().default(''),
  /** The user that tenants' SQL runs as: may read `request_response_rmt` and nothing else. */
  CLICKHOUSE_HQL_USER: z.string().default('hql'),
  CLICKHOUSE_HQL_PASSWORD: z.string().default(''),
  CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected letters, digits and underscores')
    .default('heliostat'),
  /** The name of a cluster in the server's configuration: tables are replicated and DDL runs `ON CLUSTER`. */
  CLICKHOUSE_CLUSTER: z
    .string()
    .regex(/^[A-Za-z0-9_.-]+$/, 'expected the name of a cluster: letters, digits, _ . -')
    .optional(),
  /** The cluster has several shards: rows are spread by organisation and hour. */
  CLICKHOUSE_SHARDED: flag(false),
  REDIS_URL: url(['redis', 'rediss']).optional(),
  /** For `REDIS_URL`, where it holds none. */
  REDIS_PASSWORD: z.string().optional(),
  /** The proxies' cache alone, in another server than `REDIS_URL`; that one may evict. */
  CACHE_REDIS_URL: url(['redis', 'rediss']).optional(),
  CACHE_REDIS_PASSWORD: z.string().optional(),
  S3_ENDPOINT: url(['http', 'https']).optional(),
  S3_BUCKET_NAME: z.string().min(3).optional(),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  /** Where backups go; what is not set is as for `S3_…`. */
  BACKUP_S3_ENDPOINT: url(['http', 'https']).optional(),
  BACKUP_S3_BUCKET_NAME: z.string().min(3).optional(),
  BACKUP_S3_ACCESS_KEY: z.string().optional(),
  BACKUP_S3_SECRET_KEY: z.string().optional(),
  BACKUP_S3_REGION: z.string().optional(),
  BACKUP_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, 'expected a path such as backups or teams/a/backups')
    .default('backups'),
  /** How long an app that is asked to stop goes on serving; for where a load balancer still sends requests. */
  SHUTDOWN_DRAIN_MS: z.coerce.number().int().min(0).max(60_000, 'expected at most 60000').default(0),
  /** How long after that the proxy lets replies and realtime sessions go on before it cuts them. */
  SHUTDOWN_GRACE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3_600_000, 'expected at most 3600000')
    .default(10_000),
  /** Set by the chart: the namespace and the release that this app runs in. */
  HELIOSTAT_NAMESPACE: z.string().optional(),
  HELIOSTAT_RELEASE: z.string().optional(),
  /** Where Argo CD keeps its Applications, for the platform page. */
  HELIOSTAT_ARGOCD_NAMESPACE: z.string().default('argocd'),
  /** Requests of one organisation to the REST API in any 60 seconds; 0 for no limit. */
  API_REQUESTS_PER_MINUTE: z.coerce
    .number({ error: 'expected a number of requests, or 0 for no limit' })
    .int('expected a whole number')
    .min(0, 'expected 0 or more')
    .max(1_000_000, 'expected at most 1000000, or 0 for no limit')
    .default(1_000),
  ENCRYPTION_KEY: key32.optional(),
  /** Keys that came before, separated by commas: what they sealed is still read. */
  ENCRYPTION_KEY_PREVIOUS: key32List(),
  BETTER_AUTH_SECRET: z.string().min(16, 'expected at least 16 characters').optional(),
  /** Processes of one proxy; `auto` is one for each core that this process may use. */
  HELIOSTAT_PROXY_WORKERS: z
    .preprocess(
      (value) => (value === 'auto' ? availableParallelism() : value),
      z.coerce.number({ error: 'expected a number or auto' }).int().min(1, 'expected 1 or more').max(256),
    )
    .default(1),
  PROXY_MAX_BODY: size('100MB'),
  LOG_MAX_BODY: size('10MB'),
  /** Personal data is blotted out of all bodies before they are kept. */
  LOG_REDACT_PII: flag(false),
  /** Classifier of injections and jailbreaks (Prompt Guard) at an OpenAI-compatible server; unset: in the process. */
  LLM_SECURITY_URL: url(['http', 'https']).optional(),
  LLM_SECURITY_MODEL: z.string().default('meta-llama/Llama-Prompt-Guard-2-86M'),
  LLM_SECURITY_API_KEY: z.string().optional(),
  /** Share of certainty from which a prompt counts as an attack. */
  LLM_SECURITY_THRESHOLD: z.coerce
    .number({ error: 'expected a number above 0, at most 1' })
    .gt(0, 'expected a number above 0, at most 1')
    .max(1, 'expected a number above 0, at most 1')
    .default(0.5),
  /** The second opinion of `Helicone-LLM-Security-Advanced` (Llama Guard). */
  LLM_SECURITY_ADVANCED_URL: url(['http', 'https']).optional(),
  LLM_SECURITY_ADVANCED_MODEL: z.string().default('meta-llama/Llama-Guard-3-8B'),
  LLM_SECURITY_ADVANCED_API_KEY: z.string().optional(),
  /** `openai`: the endpoint; `local`: word lists in the process. */
  MODERATION: z.enum(['openai', 'local'], { error: 'expected openai or local' }).default('openai'),
  /** Base of another server with `/v1/moderations`. */
  MODERATION_URL: url(['http', 'https']).optional(),
  MODERATION_MODEL: z.string().optional(),
  MODERATION_API_KEY: z.string().optional(),
  /** What a guard may take before the call goes on without it. */
  GUARD_TIMEOUT_MS: z.coerce.number().int().min(50).max(60_000).default(2_000),
  SPOOL_MAX_BYTES: size('10GB'),
  /** All cached replies together: of all replicas in Redis, else of one proxy. */
  CACHE_MAX_BYTES: size('256MB'),
  /** One cached reply; larger ones are not kept. */
  CACHE_MAX_ENTRY: size('10MB'),
  /** How long a call waits for another one that fetches the same reply for the cache. */
  CACHE_FLIGHT_WAIT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_800_000, 'expected at most 1800000')
    .default(600_000),
  SPOOL_FULL: z.enum(['pass', 'reject'], { error: 'expected pass or reject' }).default('pass'),
  /** An OpenAI-compatible server of embeddings, with its `/v1`, for `Heliostat-Cache-Semantic`. */
  SEMANTIC_CACHE_URL: url(['http', 'https']).optional(),
  SEMANTIC_CACHE_MODEL: z.string().default('text-embedding-3-small'),
  SEMANTIC_CACHE_API_KEY: z.string().optional(),
  PROXY_CONNECT_TIMEOUT_MS: z.coerce.number().int().min(100).default(10_000),
  /** Until the provider's first byte. */
  PROXY_FIRST_BYTE_TIMEOUT_MS: z.coerce.number().int().min(100).default(600_000),
  /** Between two chunks of a reply. */
  PROXY_IDLE_TIMEOUT_MS: z.coerce.number().int().min(100).default(300_000),
});

export type Environment = z.infer<typeof environmentSchema>;

export type ProviderSetting = {
  baseUrl?: string;
  apiKey?: string;
  /** Where access tokens for Google's service accounts are asked for (Vertex AI), if not at Google's public endpoint. */
  tokenUrl?: string;
};

export type Config = Environment & {
  /** By registry id in lower case with hyphens: `PROVIDER_GOOGLE_AI_STUDIO_BASE_URL` is `google-ai-studio`. */
  providers: Record<string, ProviderSetting>;
  /** What links and signed URLs are made from, without a trailing slash. */
  publicUrl: string;
};
