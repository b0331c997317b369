import { findProviderBySlug } from '@heliostat/llm';
import { Call, type JsonObject } from '../pipeline/call.js';
import type { CallHead } from '../pipeline/call-head.js';
import type { Exchange } from '../forward/exchange.js';
import { FeatureHeaders } from '../headers/feature-headers.js';
import { RequestHeaders } from '../headers/request-headers.js';

export type CallParts = {
  body?: JsonObject | string;
  /** Slug of the door's provider; undefined for one without. */
  provider?: string | undefined;
  path?: string;
  features?: Partial<FeatureHeaders>;
  modelOverride?: string;
  id?: string;
};

/** The head of a call to OpenAI's chat completions, unless told otherwise. */
export function callHead(parts: CallParts = {}): CallHead {
  const provider = findProviderBySlug('provider' in parts ? (parts.provider ?? '') : 'openai');
  const headers = new RequestHeaders();
  headers.modelOverride = parts.modelOverride;
  return {
    door: {
      slug: provider?.id ?? 'gateway',
      provider,
      wire: provider?.wire ?? 'openai',
      target: undefined,
      takesTargetUrl: false,
      takesApiBase: false,
    },
    headers,
    features: Object.assign(new FeatureHeaders(), parts.features),
    grant: { keyId: 'key-1', org: '0b9c9f5e-7a3d-4c1b-8f64-2f1f0a9d8e7c', permissions: 'rw' },
    method: 'POST',
    path: parts.path ?? '/v1/chat/completions',
  };
}

/** A call that a stage can run on: the exchange behind it has an id and facts, and sends nothing. */
export function testCall(parts: CallParts = {}): Call {
  const { body = {} } = parts;
  const head = callHead(parts);
  const exchange = { id: parts.id ?? 'request-1', facts: undefined, headers: head.headers };
  return new Call(
    exchange as unknown as Exchange,
    head,
    Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  );
}
