import type { Json } from '../../json/json-value.js';
import type { TargetFacts, WrittenRequest } from '../codec.js';
import { DroppedParams } from '../wire/dropped-params.js';
import { gatewayKeys, readContextEditing } from '../wire/gateway-keys.js';
import { limitMarks } from './cache-marks.js';
import { contextManagementBeta, writeContextManagement } from './write-context-management.js';

const versions: Record<string, string> = { bedrock: 'bedrock-2023-05-31', vertex: 'vertex-2023-10-16' };

/** Whether a provider serves Anthropic's models under an address that names the model. */
export const isVariant = (provider: string): boolean => Object.hasOwn(versions, provider);

/**
 * The form of a body that Bedrock and Vertex AI take: a version in it, and no model, which stands in the URL. Bedrock's
 * URL also says whether the reply streams, and its body names what Anthropic reads from a header.
 */
export function fitVariant(
  written: { body: Json; headers: Record<string, string> },
  provider: string,
): { body: Json; headers: Record<string, string> } {
  if (!isVariant(provider)) return written;
  const { model: _, ...rest } = written.body;
  const body: Json = { anthropic_version: versions[provider], ...rest };
  if (provider !== 'bedrock') return { body, headers: written.headers };
  delete body['stream'];
  const { 'anthropic-beta': betas, ...headers } = written.headers;
  if (betas !== undefined) body['anthropic_beta'] = betas.split(',');
  return { body, headers };
}

/** Deep enough a copy for marks to be changed without the client's body changing. */
const copyOf = (body: Json): Json => structuredClone(body);

/**
 * Fits a client's Messages request to a target that speaks the same: the model and the gateway's own keys change, the
 * rest stays as it was sent.
 */
export function adaptMessagesRequest(given: Json, target: TargetFacts): WrittenRequest {
  const dropped = new DroppedParams();
  const variant = isVariant(target.provider);
  const body: Json = variant ? copyOf(given) : { ...given };
  body['model'] = target.model;
  for (const key of gatewayKeys) delete body[key];
  const headers: Record<string, string> = {};
  const management = writeContextManagement(readContextEditing(body['context_editing']));
  delete body['context_editing'];
  if (management && body['context_management'] === undefined) body['context_management'] = management;
  if (body['context_management'] !== undefined) headers['anthropic-beta'] = contextManagementBeta;
  if (!variant) return { body, headers, dropped: [] };
  if (body['cache_control'] !== undefined) dropped.add('cache_control');
  delete body['cache_control'];
  if (body['service_tier'] !== undefined) dropped.add('service_tier');
  delete body['service_tier'];
  limitMarks(body, true, dropped);
  return { ...fitVariant({ body, headers }, target.provider), dropped: dropped.list() };
}
