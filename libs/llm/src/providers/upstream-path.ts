import { AddressError } from './address-error.js';
import { anthropicPrefix, openAiPrefix, responsesPrefix } from './api-prefixes.js';
import { bedrockModelId } from './bedrock-model.js';

/** What is asked of a provider; `generate` is the native call of Gemini and of Bedrock. */
export type Operation = 'chat' | 'responses' | 'messages' | 'embeddings' | 'images' | 'generate';

/** What a URL may need beside provider and operation. All of it may come from a client or a person's settings. */
export type AddressFacts = {
  /** The provider's id of the model. */
  model: string;
  stream: boolean;
  /** AWS region of Bedrock; `us-east-1` when absent. */
  region?: string | undefined;
  /** Google Cloud project, or Cloudflare's account id. */
  project?: string | undefined;
  /** Google Cloud location; by the model when absent. */
  location?: string | undefined;
  /** Azure deployment; the model's id when absent. */
  deployment?: string | undefined;
  /** Azure's `api-version`. */
  apiVersion?: string | undefined;
  /** Bedrock: whether to use a cross-region inference profile; by the model when absent. */
  crossRegion?: boolean | 'global' | undefined;
};

/**
 * `path` begins with a slash, holds the query, and goes below the provider's base URL. `origin` is the host that the
 * region decides: used in place of the public base URL, never of one that an installation or organisation set.
 */
export type UpstreamPath = { path: string; origin?: string };

/** How a key is shown: a header's name, or a signature. `goog` is `x-goog-api-key`, `gcp` an OAuth token. */
export type AuthStyle = 'bearer' | 'x-api-key' | 'api-key' | 'goog' | 'sigv4' | 'gcp';

const defaultRegion = 'us-east-1';
const defaultAzureVersion = '2025-01-01-preview';

/** One path segment of somebody's text: everything but letters, digits and `-_.~` is escaped. */
function segment(text: string, fault: AddressError['fault']): string {
  if (text === '' || text === '.' || text === '..')
    throw new AddressError(fault, `"${text}" is no ${fault} that a URL can name`);
  return encodeURIComponent(text);
}

/** Part of a host name. */
function label(text: string, fault: 'region' | 'location'): string {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?$/.test(text))
    throw new AddressError(fault, `"${text}" is no ${fault}; expected one such as us-east-1 or europe-west4`);
  return text;
}

function notOffered(provider: string, operation: Operation): AddressError {
  return new AddressError('operation', `${provider} has no ${operation} API that the gateway speaks`);
}

function azure(operation: Operation, { model, deployment, apiVersion }: AddressFacts): UpstreamPath {
  if (operation === 'messages') return { path: '/anthropic/v1/messages' };
  // The version-less API takes the deployment in the body.
  if (operation === 'responses') return { path: '/openai/v1/responses' };
  const tail = openAiTails[operation];
  if (tail === undefined) throw notOffered('azure', operation);
  const version = encodeURIComponent(apiVersion ?? defaultAzureVersion);
  const name = segment(deployment ?? model, 'deployment');
  return { path: `/openai/deployments/${name}${tail}?api-version=${version}` };
}

function bedrock(operation: Operation, facts: AddressFacts): UpstreamPath {
  if (operation !== 'generate' && operation !== 'embeddings') throw notOffered('bedrock', operation);
  const region = label(facts.region ?? defaultRegion, 'region');
  const model = segment(bedrockModelId(facts.model, region, facts.crossRegion), 'model');
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const call = operation === 'embeddings' ? 'invoke' : `converse${facts.stream ? '-stream' : ''}`;
  return {
    path: `/model/${model}/${call}`,
    origin: `https://bedrock-runtime.${region}.${domain}`,
  };
}

const geminiCall = (stream: boolean) => (stream ? ':streamGenerateContent?alt=sse' : ':generateContent');

function googleAiStudio({ model, stream }: AddressFacts): UpstreamPath {
  const [, kind = 'models', name = ''] = /^(?:(models|tunedModels)\/)?(.*)$/s.exec(model) ?? [];
  return { path: `/v1beta/${kind}/${segment(name, 'model')}${geminiCall(stream)}` };
}

/** Where a model is served when nobody says: Claude's and Gemini's widest regions; Gemini 3 is global alone. */
function vertexLocation(model: string): string {
  if (model.startsWith('claude')) return 'us-east5';
  return /^gemini-([3-9]|\d\d)/.test(model) ? 'global' : 'us-central1';
}

function vertexOrigin(location: string): string {
  if (location === 'global') return 'https://aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}

function vertex(operation: Operation, facts: AddressFacts): UpstreamPath {
  const { model, stream, project } = facts;
  if (project === undefined || project === '') {
    // Express mode: an API key in the place of a project.
    if (operation === 'generate')
      return { path: `/v1/publishers/google/models/${segment(model, 'model')}${geminiCall(stream)}` };
    throw new AddressError('project', 'Vertex AI needs the id of a Google Cloud project in the provider key');
  }
  const location = label(facts.location ?? facts.region ?? vertexLocation(model), 'location');
  const origin = vertexOrigin(location);
  const place = `/v1/projects/${segment(project, 'project')}/locations/${location}`;
  if (operation === 'chat') return { path: `${place}/endpoints/openapi/chat/completions`, origin };
  if (operation === 'messages') {
    const call = stream ? ':streamRawPredict' : ':rawPredict';
    return { path: `${place}/publishers/anthropic/models/${segment(model, 'model')}${call}`, origin };
  }
  if (operation === 'embeddings')
    return { path: `${place}/publishers/google/models/${segment(model, 'model')}:predict`, origin };
  if (operation !== 'generate') throw notOffered('vertex', operation);
  return {
    path: `${place}/publishers/google/models/${segment(model, 'model')}${geminiCall(stream)}`,
    origin,
  };
}

function cloudflare(operation: Operation, { project }: AddressFacts): UpstreamPath {
  const tail = openAiTails[operation];
  if (tail === undefined) throw notOffered('cloudflare', operation);
  if (project === undefined || project === '')
    throw new AddressError('project', 'Cloudflare needs the account id in the provider key');
  return { path: `/client/v4/accounts/${segment(project, 'project')}/ai/v1${tail}` };
}

const openAiTails: Partial<Record<Operation, string>> = {
  chat: '/chat/completions',
  embeddings: '/embeddings',
  images: '/images/generations',
};

function prefixOf(provider: string, operation: Operation): string | undefined {
  if (operation === 'messages') return anthropicPrefix(provider);
  if (operation === 'responses') return responsesPrefix(provider);
  return openAiPrefix(provider);
}

/**
 * Where a provider takes a call (registry ids; unknown ones count as OpenAI-compatible hosts). An AddressError names
 * what is missing or not offered. Every piece of `facts` is escaped or checked, so that none of it changes the host or
 * climbs in the path.
 */
export function upstreamPath(provider: string, operation: Operation, facts: AddressFacts): UpstreamPath {
  switch (provider) {
    case 'azure':
      return azure(operation, facts);
    case 'bedrock':
      return bedrock(operation, facts);
    case 'vertex':
      return vertex(operation, facts);
    case 'cloudflare':
      return cloudflare(operation, facts);
    case 'google-ai-studio':
      if (operation === 'generate') return googleAiStudio(facts);
  }
  const prefix = prefixOf(provider, operation);
  const tail = tails[operation];
  if (prefix === undefined || tail === undefined) throw notOffered(provider, operation);
  return { path: prefix + tail };
}

const tails: Partial<Record<Operation, string>> = {
  ...openAiTails,
  responses: '/responses',
  messages: '/messages',
};

/** Gateways take their own bearer key in whatever format they are spoken to. */
const alwaysBearer = new Set(['openrouter', 'vercel']);

/** How the provider expects to be shown a key when it is asked for `operation`. */
export function authStyle(provider: string, operation: Operation): AuthStyle {
  if (provider === 'bedrock') return 'sigv4';
  if (provider === 'vertex') return 'gcp';
  if (provider === 'google-ai-studio') return operation === 'generate' ? 'goog' : 'bearer';
  if (operation === 'messages' && !alwaysBearer.has(provider)) return 'x-api-key';
  if (provider === 'anthropic') return 'x-api-key';
  return provider === 'azure' ? 'api-key' : 'bearer';
}

/** The operation that speaks a format of the model registry. */
export function operationOf(
  format: 'chat' | 'responses' | 'messages' | 'gemini' | 'converse' | 'embeddings' | 'images',
): Operation {
  return format === 'gemini' || format === 'converse' ? 'generate' : format;
}
