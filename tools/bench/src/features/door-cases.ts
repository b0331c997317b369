import { chatPath, requestBody } from '../upstream/payload.js';
import { placeholder, type FeatureCase, type FeatureContext, type Side } from './feature-case.js';

/** Far from any limit, for the whole run. */
const quota = 1_000_000_000;
const several = [
  `${quota};w=3600`,
  `${quota};w=60;s=user`,
  `${quota};w=86400;u=tokens`,
  `${quota};w=86400;u=cents;s=user`,
].join(', ');
/** About 9,600 tokens for a window of 8,192, so that the middle has to go. */
const overlongBody = JSON.stringify({
  model: 'gpt-4',
  messages: [
    { role: 'user', content: 'Why do mirrors follow the sun in a tower plant? '.repeat(870).trim() },
  ],
});
const variedBody = requestBody.replace('You answer briefly.', `You answer briefly. ${placeholder}`);

/** A call to OpenAI's door as every client makes it; features come by headers. */
function door(
  { proxy, key }: FeatureContext,
  headers: Record<string, string> = {},
  body = requestBody,
): Side {
  return {
    url: `${proxy}/oai${chatPath}`,
    headers: { authorization: 'Bearer sk-bench', 'helicone-auth': `Bearer ${key}`, ...headers },
    body,
  };
}

/** The call of the throughput and latency parts: against itself, which shows the noise, and what the proxy adds. */
export const plainCases = (context: FeatureContext): FeatureCase[] => [
  { name: 'no feature header, on both sides (noise)', off: door(context), on: door(context) },
  {
    name: 'no feature header, against the upstream directly',
    off: {
      url: context.fixedReply + chatPath,
      headers: { authorization: 'Bearer sk-bench' },
      body: requestBody,
    },
    on: door(context),
  },
];

/** Features that keep a state: measured with the state in the process and in Redis. */
export function stateCases(context: FeatureContext): FeatureCase[] {
  const cache = { 'helicone-cache-enabled': 'true' };
  const limit = (policy: string): Side => ({
    ...door(context, { 'helicone-ratelimit-policy': policy, 'helicone-user-id': 'bench' }),
    expect: { header: 'helicone-ratelimit-limit' },
  });
  const off = door(context);
  const named = door(context, { 'helicone-user-id': 'bench' });
  return [
    {
      name: 'cache, hit',
      off,
      on: { ...door(context, cache), expect: { header: 'helicone-cache', value: 'HIT' } },
    },
    {
      name: 'cache, miss and store',
      off: door(context, {}, variedBody),
      on: { ...door(context, cache, variedBody), expect: { header: 'helicone-cache', value: 'MISS' } },
    },
    { name: 'rate limit, requests', off: named, on: limit(`${quota};w=3600`) },
    { name: 'rate limit, cents', off: named, on: limit(`${quota};w=3600;u=cents`) },
    { name: 'rate limit, four policies', off: named, on: limit(several) },
    {
      name: 'rate limit, stored policy of the key',
      off,
      on: {
        ...door({ ...context, key: context.limitedKey }),
        expect: { header: 'helicone-ratelimit-limit' },
      },
    },
  ];
}

/** The other features of a provider's door. */
export function doorCases(context: FeatureContext): FeatureCase[] {
  const off = door(context);
  const withHeaders = (name: string, headers: Record<string, string>): FeatureCase => ({
    name,
    off,
    on: door(context, headers),
  });
  const fallbacks = [
    {
      'target-url': `${context.fixedReply}/v1`,
      headers: { authorization: 'Bearer sk-first' },
      onCodes: [429, { from: 500, to: 599 }],
    },
    { 'target-url': `${context.upstream}/v1`, headers: { authorization: 'Bearer sk-second' } },
  ];
  return [
    withHeaders('retries, none needed', { 'helicone-retry-enabled': 'true' }),
    {
      name: 'fallbacks, the first answers',
      off,
      on: {
        ...door(context, { 'helicone-fallbacks': JSON.stringify(fallbacks) }),
        expect: { header: 'helicone-fallback-index', value: '0' },
      },
    },
    withHeaders('token limit, truncate, fits', { 'helicone-token-limit-exception-handler': 'truncate' }),
    {
      name: 'token limit, middle-out, 42 KB cut to 8,192 tokens',
      perSecond: 20,
      off: door(context, {}, overlongBody),
      on: door(context, { 'helicone-token-limit-exception-handler': 'middle-out' }, overlongBody),
    },
    withHeaders('LLM security, local', { 'helicone-llm-security-enabled': 'true' }),
    withHeaders('LLM security, local and advanced', {
      'helicone-llm-security-enabled': 'true',
      'helicone-llm-security-advanced': 'true',
    }),
    withHeaders('moderation, local', { 'helicone-moderations-enabled': 'true' }),
    withHeaders('redaction of personal data', { 'heliostat-redact-pii': 'true' }),
  ];
}
