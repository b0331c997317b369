/**
 * Values of the headers that ask for a feature, as the client sent them; undefined where absent. Made only for calls
 * that carry one. Each feature reads and checks its own when it runs.
 */
export class FeatureHeaders {
  cacheEnabled = false;
  cacheSave: string | undefined = undefined;
  cacheRead: string | undefined = undefined;
  cacheSeed: string | undefined = undefined;
  cacheBucketMaxSize: string | undefined = undefined;
  cacheIgnoreKeys: string | undefined = undefined;
  /** Share of likeness (0 to 1) from which another request's reply is good enough, or `true`. */
  cacheSemantic: string | undefined = undefined;
  rateLimitPolicy: string | undefined = undefined;
  retryEnabled = false;
  retryNum: string | undefined = undefined;
  retryFactor: string | undefined = undefined;
  retryMinTimeout: string | undefined = undefined;
  retryMaxTimeout: string | undefined = undefined;
  fallbacks: string | undefined = undefined;
  tokenLimitHandler: string | undefined = undefined;
  securityEnabled = false;
  securityAdvanced = false;
  moderationsEnabled = false;
  redactPii = false;
  streamForceFormat = false;
  streamUsage = false;
  /** The reply's JSON, in a provider's place. */
  mockResponse: string | undefined = undefined;
}

/** Switches of which a value that nobody understands refuses the call: others are off by it, as in the original. */
export const protectiveSwitches: ReadonlySet<keyof FeatureHeaders> = new Set([
  'securityEnabled',
  'securityAdvanced',
  'moderationsEnabled',
  'redactPii',
]);

/** Headers that are lists: what is sent twice is one of them. */
export const listFeatures: ReadonlySet<keyof FeatureHeaders> = new Set([
  'rateLimitPolicy',
  'cacheIgnoreKeys',
]);

/** Lower-case header name → where its value goes. */
export const featureHeaderNames: ReadonlyMap<string, keyof FeatureHeaders> = new Map([
  ['helicone-cache-enabled', 'cacheEnabled'],
  ['helicone-cache-save', 'cacheSave'],
  ['helicone-cache-read', 'cacheRead'],
  ['helicone-cache-seed', 'cacheSeed'],
  ['helicone-cache-bucket-max-size', 'cacheBucketMaxSize'],
  ['helicone-cache-ignore-keys', 'cacheIgnoreKeys'],
  ['heliostat-cache-semantic', 'cacheSemantic'],
  ['helicone-ratelimit-policy', 'rateLimitPolicy'],
  ['helicone-rate-limit-policy', 'rateLimitPolicy'],
  ['helicone-retry-enabled', 'retryEnabled'],
  ['helicone-retry-num', 'retryNum'],
  ['helicone-retry-factor', 'retryFactor'],
  ['helicone-retry-min-timeout', 'retryMinTimeout'],
  ['helicone-retry-max-timeout', 'retryMaxTimeout'],
  ['helicone-fallbacks', 'fallbacks'],
  ['helicone-token-limit-exception-handler', 'tokenLimitHandler'],
  ['helicone-llm-security-enabled', 'securityEnabled'],
  ['helicone-prompt-security-enabled', 'securityEnabled'],
  ['helicone-llm-security-advanced', 'securityAdvanced'],
  ['helicone-moderations-enabled', 'moderationsEnabled'],
  ['heliostat-redact-pii', 'redactPii'],
  ['helicone-stream-force-format', 'streamForceFormat'],
  ['helicone-stream-usage', 'streamUsage'],
  ['__helicone-mock-response', 'mockResponse'],
]);
