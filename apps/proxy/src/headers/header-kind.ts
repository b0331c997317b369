import { featureHeaderNames } from './feature-headers.js';
import { propertyHeaderNames } from './property-headers.js';

/** What the proxy does with a request header. */
export const HeaderKind = {
  pass: 0,
  drop: 1,
  host: 2,
  contentLength: 3,
  transferEncoding: 4,
  connection: 5,
  /** Carries a provider's key, and perhaps ours with it. */
  credential: 6,
  contentType: 7,
  contentEncoding: 8,
  referrer: 9,
  country: 10,
  cacheControl: 11,
  heliconeAuth: 20,
  requestId: 21,
  userId: 22,
  property: 23,
  promptId: 27,
  modelOverride: 28,
  omitRequest: 29,
  omitResponse: 30,
  targetUrl: 31,
  targetProvider: 32,
  apiBase: 33,
  posthogKey: 34,
  posthogHost: 35,
  promptVersion: 36,
  promptMode: 37,
  increaseTimeout: 38,
  bodyMapping: 39,
  /** This, and one more for each header that becomes a property of a name of its own. */
  namedProperty: 50,
  /** This, and one more for each header that asks for a feature. */
  feature: 100,
} as const;

/**
 * Where the retired Generate API took credentials of providers (H-13). We do not have it: a client that still sends them
 * must not hand one provider's key to another.
 */
const legacyKeyHeaders = [
  'openai_api_key',
  'azure_api_key',
  'azure_endpoint',
  'azure_deployment',
  'azure_region',
  'azure_project',
  'azure_location',
  'anthropic_api_key',
  'bedrock_api_key',
  'bedrock_region',
  'google_gemini_api_key',
  'google_vertexai_api_key',
  'google_vertexai_region',
  'google_vertexai_project',
  'google_vertexai_location',
  'openrouter_api_key',
];

const kinds = new Map<string, number>([
  ['host', HeaderKind.host],
  ['content-length', HeaderKind.contentLength],
  ['transfer-encoding', HeaderKind.transferEncoding],
  ['connection', HeaderKind.connection],
  ['authorization', HeaderKind.credential],
  ['x-api-key', HeaderKind.credential],
  ['api-key', HeaderKind.credential],
  ['x-goog-api-key', HeaderKind.credential],
  ['content-type', HeaderKind.contentType],
  ['content-encoding', HeaderKind.contentEncoding],
  ['referer', HeaderKind.referrer],
  ['cache-control', HeaderKind.cacheControl],
  ['cf-ipcountry', HeaderKind.country],
  ['x-vercel-ip-country', HeaderKind.country],
  ['cloudfront-viewer-country', HeaderKind.country],
  ['keep-alive', HeaderKind.drop],
  ['proxy-connection', HeaderKind.drop],
  ['proxy-authenticate', HeaderKind.drop],
  ['proxy-authorization', HeaderKind.drop],
  ['te', HeaderKind.drop],
  ['trailer', HeaderKind.drop],
  ['upgrade', HeaderKind.drop],
  ['http2-settings', HeaderKind.drop],
  ['expect', HeaderKind.drop],
  ['helicone-auth', HeaderKind.heliconeAuth],
  ['helicone-request-id', HeaderKind.requestId],
  ['helicone-user-id', HeaderKind.userId],
  ['helicone-prompt-id', HeaderKind.promptId],
  ['helicone-prompt-version', HeaderKind.promptVersion],
  ['helicone-prompt-mode', HeaderKind.promptMode],
  ['helicone-model-override', HeaderKind.modelOverride],
  ['helicone-omit-request', HeaderKind.omitRequest],
  ['helicone-omit-response', HeaderKind.omitResponse],
  ['helicone-target-url', HeaderKind.targetUrl],
  ['helicone-target-provider', HeaderKind.targetProvider],
  ['helicone-openai-api-base', HeaderKind.apiBase],
  ['helicone-posthog-key', HeaderKind.posthogKey],
  ['helicone-posthog-host', HeaderKind.posthogHost],
  ['helicone-increase-timeout', HeaderKind.increaseTimeout],
  ['helicone-gateway-body-mapping', HeaderKind.bodyMapping],
  ...legacyKeyHeaders.map((name): [string, number] => [name, HeaderKind.drop]),
  ...[...propertyHeaderNames.keys()].map((name, index): [string, number] => [
    name,
    HeaderKind.namedProperty + index,
  ]),
  ...[...featureHeaderNames.keys()].map((name, index): [string, number] => [
    name,
    HeaderKind.feature + index,
  ]),
]);

/** What begins so is for us, known or not, and for no provider. */
const ours = ['helicone-', 'heliostat-', '__helicone-'];

/** Header names repeat: each spelling is looked up by its exact text after it was seen once. */
const seen = new Map<string, number>();
const maxSeen = 2000;
/** Longer names are rare, and would be dear to keep. */
const maxSeenName = 64;

/** The kind of a header, by its name in any case. */
export function headerKind(name: string): number {
  const known = seen.get(name);
  if (known !== undefined) return known;
  const kind = classify(name.toLowerCase());
  if (seen.size < maxSeen && name.length <= maxSeenName) seen.set(name, kind);
  return kind;
}

function classify(name: string): number {
  const kind = kinds.get(name);
  if (kind !== undefined) return kind;
  if (name.startsWith('helicone-property-')) return HeaderKind.property;
  return ours.some((prefix) => name.startsWith(prefix)) ? HeaderKind.drop : HeaderKind.pass;
}
