import { CodedError } from '@heliostat/platform';
import { decodeValue } from './decode-value.js';
import { FeatureHeaders, featureHeaderNames, listFeatures, protectiveSwitches } from './feature-headers.js';
import { HeaderKind, headerKind } from './header-kind.js';
import { posthogHost } from './posthog-host.js';
import { propertyHeaderNames } from './property-headers.js';
import { propertyName } from './property-name.js';
import { readSwitch } from './read-switch.js';

const maxProperties = 100;
const maxPropertyName = 256;
const maxPropertyValue = 8192;
const maxRequestId = 256;
/** A project's key is `phc_` and some forty characters. */
const posthogKey = /^[\x21-\x7e]{1,256}$/;

const bodyMappings = ['OPENAI', 'RESPONSES', 'NO_MAPPING'] as const;

/** `OPENAI` is what the path says; `NO_MAPPING` is the provider's own format. */
export type BodyMapping = (typeof bodyMappings)[number];

/** Everything that a request's headers say, read in one pass. */
export class RequestHeaders {
  /** Flat list of names and values for the provider, in order and as spelled. */
  upstream: string[] = [];
  host = '';
  /** Bytes of the body as announced, -1 when it is not. */
  contentLength = -1;
  chunked = false;
  connection: string | undefined = undefined;
  contentType: string | undefined = undefined;
  contentEncoding: string | undefined = undefined;
  referrer: string | undefined = undefined;
  country: string | undefined = undefined;
  heliconeAuth: string | undefined = undefined;
  requestId: string | undefined = undefined;
  /** The request id as it stood in the header, fit to be sent back. */
  requestIdRaw: string | undefined = undefined;
  userId: string | undefined = undefined;
  promptId: string | undefined = undefined;
  promptVersion: string | undefined = undefined;
  /** `Helicone-Prompt-Mode: deactivated`: the call is not to be counted for its prompt. */
  promptDeactivated = false;
  modelOverride: string | undefined = undefined;
  targetUrl: string | undefined = undefined;
  targetProvider: string | undefined = undefined;
  apiBase: string | undefined = undefined;
  /** Key of the PostHog project that hears of the call, and its PostHog where that is not the usual one. */
  posthogKey: string | undefined = undefined;
  posthogHost: string | undefined = undefined;
  /** The provider may take up to half an hour. */
  increaseTimeout = false;
  /** In which words the body of a call to the unified API is, where its path does not say so. */
  bodyMapping: BodyMapping | undefined = undefined;
  omitRequest = false;
  omitResponse = false;
  properties: Record<string, string> | undefined = undefined;
  propertyCount = 0;
  /** `Cache-Control`, which is for the cache of ours and goes to the provider too. */
  cacheControl: string | undefined = undefined;
  /** Headers that ask for a feature; undefined where none was sent. */
  features: FeatureHeaders | undefined = undefined;
  /** What is wrong with a header of ours, if anything. */
  fault: CodedError | undefined = undefined;

  get hasBody(): boolean {
    return this.chunked || this.contentLength > 0;
  }
}

/** Reads the raw header list of `node:http` (name, value, name, value …). */
export function readRequestHeaders(raw: readonly string[]): RequestHeaders {
  const headers = new RequestHeaders();
  const { upstream } = headers;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!;
    const value = raw[i + 1]!;
    const kind = headerKind(name);
    if (kind === HeaderKind.pass) upstream.push(name, value);
    else if (kind < HeaderKind.heliconeAuth) readStandard(headers, kind, name, value);
    else readOurs(headers, kind, name, value);
  }
  if (headers.connection !== undefined) dropNamed(headers, headers.connection);
  return headers;
}

function readStandard(headers: RequestHeaders, kind: number, name: string, value: string): void {
  const { upstream } = headers;
  switch (kind) {
    case HeaderKind.host:
      headers.host = value;
      return;
    case HeaderKind.contentLength:
      headers.contentLength = Number(value);
      return;
    case HeaderKind.transferEncoding:
      headers.chunked = true;
      return;
    case HeaderKind.connection:
      if (value !== 'keep-alive' && value !== 'close')
        headers.connection = headers.connection === undefined ? value : `${headers.connection},${value}`;
      return;
    case HeaderKind.drop:
      return;
    case HeaderKind.contentType:
      headers.contentType = value;
      break;
    case HeaderKind.contentEncoding:
      if (value !== 'identity') headers.contentEncoding = value;
      break;
    case HeaderKind.referrer:
      headers.referrer = value;
      break;
    case HeaderKind.country:
      headers.country = value;
      break;
    case HeaderKind.cacheControl:
      headers.cacheControl = headers.cacheControl === undefined ? value : `${headers.cacheControl}, ${value}`;
      break;
  }
  upstream.push(name, value);
}

const featureKeys = [...featureHeaderNames.values()];

function readFeature(headers: RequestHeaders, index: number, name: string, value: string): void {
  const features = (headers.features ??= new FeatureHeaders());
  const key = featureKeys[index]!;
  if (typeof features[key] === 'boolean') {
    const on = protectiveSwitches.has(key) ? protective(headers, name, value) : (readSwitch(value) ?? false);
    Object.assign(features, { [key]: on });
    return;
  }
  const text = value.trim();
  if (text === '') return;
  // Sent twice, or by both of its names: a limit that came first holds as well.
  const earlier = listFeatures.has(key) ? features[key] : undefined;
  const whole = earlier === undefined ? text : `${String(earlier)}, ${text}`;
  if (whole.length > maxPropertyValue) fault(headers, name, `is longer than ${maxPropertyValue} bytes`);
  else Object.assign(features, { [key]: whole });
}

function readOurs(headers: RequestHeaders, kind: number, name: string, value: string): void {
  if (kind >= HeaderKind.feature) return readFeature(headers, kind - HeaderKind.feature, name, value);
  if (kind >= HeaderKind.namedProperty)
    return readNamedProperty(headers, kind - HeaderKind.namedProperty, name, value);
  switch (kind) {
    case HeaderKind.heliconeAuth:
      headers.heliconeAuth = value;
      return;
    case HeaderKind.requestId:
      if (value.length > maxRequestId) fault(headers, name, `is longer than ${maxRequestId} characters`);
      else if (value !== '') {
        headers.requestId = decodeValue(value);
        headers.requestIdRaw = value;
      }
      return;
    case HeaderKind.userId:
      if (value !== '') headers.userId = bounded(headers, name, value);
      return;
    case HeaderKind.property:
      addProperty(headers, name, propertyName(name), value);
      return;
    case HeaderKind.promptId:
      headers.promptId = addProperty(headers, name, 'Helicone-Prompt-Id', value);
      return;
    case HeaderKind.promptVersion:
      headers.promptVersion = addProperty(headers, name, 'Helicone-Prompt-Version', value);
      return;
    case HeaderKind.promptMode:
      headers.promptDeactivated = value.trim().toLowerCase() === 'deactivated';
      addProperty(headers, name, 'Helicone-Prompt-Mode', value);
      return;
    case HeaderKind.increaseTimeout:
      headers.increaseTimeout = readSwitch(value) ?? false;
      return;
    case HeaderKind.bodyMapping:
      if (value.trim() !== '') headers.bodyMapping = readMapping(headers, name, value);
      return;
    case HeaderKind.modelOverride:
      if (value !== '') headers.modelOverride = bounded(headers, name, value);
      return;
    case HeaderKind.omitRequest:
      headers.omitRequest = protective(headers, name, value);
      return;
    case HeaderKind.omitResponse:
      headers.omitResponse = protective(headers, name, value);
      return;
    case HeaderKind.targetUrl:
      headers.targetUrl = value;
      return;
    case HeaderKind.targetProvider:
      if (value !== '') headers.targetProvider = bounded(headers, name, value);
      return;
    case HeaderKind.apiBase:
      headers.apiBase = value;
      return;
    case HeaderKind.posthogKey:
      if (posthogKey.test(value)) headers.posthogKey = value;
      else if (value.trim() !== '') fault(headers, name, "must be a PostHog project's key, such as phc_…");
      return;
    case HeaderKind.posthogHost:
      if (value.trim() !== '')
        headers.posthogHost =
          posthogHost(value) ??
          fault(
            headers,
            name,
            'must be the http or https address of a PostHog, such as https://eu.posthog.com',
          );
      return;
  }
}

const propertyNames = [...propertyHeaderNames.values()];

/** Headers of ours stay here; a customer's id is Stripe's as well, whose gateway reads it. */
function readNamedProperty(headers: RequestHeaders, index: number, name: string, value: string): void {
  const property = propertyNames[index]!;
  addProperty(headers, name, property, value);
  if (property === 'stripe_customer_id') headers.upstream.push(name, value);
}

function readMapping(headers: RequestHeaders, name: string, value: string): BodyMapping | undefined {
  const mapping = bodyMappings.find((known) => known === value.trim().toUpperCase());
  return mapping ?? fault(headers, name, `must be one of ${bodyMappings.join(', ')}`);
}

function addProperty(
  headers: RequestHeaders,
  header: string,
  name: string,
  value: string,
): string | undefined {
  if (name === '') return fault(headers, header, 'needs a name after Helicone-Property-');
  if (name.length > maxPropertyName)
    return fault(headers, header, `has a name longer than ${maxPropertyName} characters`);
  const text = bounded(headers, header, value);
  if (text === undefined) return undefined;
  if (++headers.propertyCount > maxProperties)
    return fault(headers, header, `is one property too many; a request may carry ${maxProperties}`);
  // A prototype would make names such as `constructor` look taken, and `__proto__` would be lost.
  headers.properties ??= Object.create(null) as Record<string, string>;
  headers.properties[name] = text;
  return text;
}

function bounded(headers: RequestHeaders, name: string, value: string): string | undefined {
  if (value.length > maxPropertyValue)
    return fault(headers, name, `is longer than ${maxPropertyValue} bytes`);
  return decodeValue(value);
}

function fault(headers: RequestHeaders, name: string, what: string): undefined {
  headers.fault ??= new CodedError('proxy/bad-header', `The header ${name.slice(0, 64)} ${what}.`, 400);
  return undefined;
}

/**
 * A switch that keeps data out of the log or a prompt from a provider must not be off by a slip: what is neither true nor
 * false refuses the call, and counts as on for the row of the refusal.
 */
function protective(headers: RequestHeaders, name: string, value: string): boolean {
  const on = readSwitch(value);
  if (on === undefined) fault(headers, name, 'must be true or false (1 or 0, yes or no, on or off do, too)');
  return on ?? true;
}

/** Removes what a `Connection` header declares to be for this hop only. */
function dropNamed(headers: RequestHeaders, connection: string): void {
  const named = new Set(
    connection
      .toLowerCase()
      .split(',')
      .map((token) => token.trim()),
  );
  const kept: string[] = [];
  for (let i = 0; i < headers.upstream.length; i += 2) {
    const name = headers.upstream[i]!;
    if (named.has(name.toLowerCase())) continue;
    kept.push(name, headers.upstream[i + 1]!);
  }
  headers.upstream = kept;
}
