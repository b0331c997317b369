import { featureHeaderNames } from './feature-headers.js';

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
  sessionId: 24,
  sessionPath: 25,
  sessionName: 26,
  promptId: 27,
  modelOverride: 28,
  omitRequest: 29,
  omitResponse: 30,
  targetUrl: 31,
  targetProvider: 32,
  apiBase: 33,
  posthogKey: 34,
  posthogHost: 35,
  /** This, and one more for each header that asks for a feature. */
  feature: 100,
} as const;

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
  ['helicone-session-id', HeaderKind.sessionId],
  ['helicone-session-path', HeaderKind.sessionPath],
  ['helicone-session-name', HeaderKind.sessionName],
  ['helicone-prompt-id', HeaderKind.promptId],
  ['helicone-model-override', HeaderKind.modelOverride],
  ['helicone-omit-request', HeaderKind.omitRequest],
  ['helicone-omit-response', HeaderKind.omitResponse],
  ['helicone-target-url', HeaderKind.targetUrl],
  ['helicone-target-provider', HeaderKind.targetProvider],
  ['helicone-openai-api-base', HeaderKind.apiBase],
  ['helicone-posthog-key', HeaderKind.posthogKey],
  ['helicone-posthog-host', HeaderKind.posthogHost],
  ...[...featureHeaderNames.keys()].map((name, index): [string, number] => [
    name,
    HeaderKind.feature + index,
  ]),
]);

/** Header names repeat: each spelling is looked up by its exact text after it was seen once. */
const seen = new Map<string, number>();
const maxSeen = 2000;

/** The kind of a header, by its name in any case. */
export function headerKind(name: string): number {
  const known = seen.get(name);
  if (known !== undefined) return known;
  const kind = classify(name.toLowerCase());
  if (seen.size < maxSeen) seen.set(name, kind);
  return kind;
}

function classify(name: string): number {
  const kind = kinds.get(name);
  if (kind !== undefined) return kind;
  if (name.startsWith('helicone-property-')) return HeaderKind.property;
  return name.startsWith('helicone-') || name.startsWith('heliostat-') ? HeaderKind.drop : HeaderKind.pass;
}
