import type { Usage } from '@heliostat/contracts';
import {
  callMarks,
  checkExtensions,
  checkStrictRequest,
  codecOf,
  operationOf,
  translateCall,
  type Format,
  type Operation,
  type Provider,
  type TranslatedCall,
} from '@heliostat/llm';
import { CodedError } from '@heliostat/platform';
import type { Attempt, AttemptFailure, OwnReply } from '../attempts/attempt.js';
import type { Target } from '../doors/door.js';
import type { OriginPools } from '../forward/origin-pools.js';
import type { Call, JsonObject } from '../pipeline/call.js';
import { authenticate, type ProviderCredential } from '../provider-auth/authenticate.js';
import type { Candidate } from './candidates.js';
import { labelOf, ProviderAddresses, type ProviderAddressDependencies } from './provider-address.js';
import { translateEmbedding } from './translate-embedding.js';
import type { GatewayFailure } from './gateway-failure.js';
import type { ConversationApi, ModelApi } from './unified-api.js';

export type ProviderRequest = {
  attempt: Attempt;
  /** Parameters that the provider cannot express. */
  dropped: string[];
  /** What a refusal says, whatever its format. */
  readError(failure: AttemptFailure): { message: string | undefined; type: string | undefined };
};

export type ProviderRequestDependencies = {
  pools: OriginPools;
} & ProviderAddressDependencies;

/** The client's headers that mean something to a provider behind the unified API. */
const passedHeaders = new Set([
  'user-agent',
  'http-referer',
  'x-title',
  'anthropic-version',
  'traceparent',
  'tracestate',
]);

/** Reply headers that tell of the account behind the installation's key: its name, its limits, its connections. */
const accountHeader =
  /^(?:openai-(?:organization|project)|anthropic-organization-id|(?:x-|anthropic-)?ratelimit-.*|set-cookie)$/i;
const isInstallations = (name: string): boolean => accountHeader.test(name);

/** Puts a call into the words, the address and the credentials of one candidate. */
export class ProviderRequests {
  private readonly addresses: ProviderAddresses;

  constructor(private readonly dependencies: ProviderRequestDependencies) {
    this.addresses = new ProviderAddresses(dependencies);
  }

  /** What is wrong with the gateway's own fields of a body, whoever pays (CE-03, IG-02). */
  checkExtensions(body: JsonObject, api: ModelApi): GatewayFailure | undefined {
    return refusal(isOpenAiApi(api) ? checkExtensions(body, api) : undefined);
  }

  /**
   * What the documented schema does not allow where the installation's own key pays (GW-02). A body that is not to be
   * translated is in the candidate's words, whatever its path is, and is held to the schema of those; Anthropic's have
   * none.
   */
  checkStrict(call: Call, api: ModelApi, body: JsonObject, candidate: Candidate): GatewayFailure | undefined {
    const spoken = isUnmapped(call) ? formatOf(candidate, api) : api;
    return refusal(
      spoken === 'chat' || spoken === 'responses' ? checkStrictRequest(body, spoken) : undefined,
    );
  }

  /** Throws coded errors (400) for a candidate that cannot be addressed. */
  build(
    call: Call,
    api: ModelApi,
    body: JsonObject,
    candidate: Candidate,
  ): ProviderRequest | Promise<ProviderRequest> {
    const { provider } = candidate;
    const format = formatOf(candidate, api);
    const operation = format === 'embeddings' ? format : operationOf(format);
    const translation =
      format === 'embeddings' || api === 'embeddings'
        ? translateEmbedding(body, candidate)
        : translate(
            call,
            isUnmapped(call) ? nativeFormat(format, provider) : api,
            withoutMarks(body, candidate),
            candidate,
            format,
          );
    const address = this.addresses.of(candidate, operation, body['stream'] === true);
    return this.written(call, candidate, operation, address, translation, format);
  }

  /** Asks a candidate of Anthropic's own how many tokens a message has. Throws as `build` does. */
  buildCount(call: Call, body: JsonObject, candidate: Candidate): ProviderRequest | Promise<ProviderRequest> {
    const translation = translate(call, 'messages', body, candidate, 'messages');
    const { target, path } = this.addresses.of(candidate, 'messages', false);
    const address = { target, path: `${path}/count_tokens` };
    return this.written(call, candidate, 'messages', address, translation, 'messages');
  }

  private written(
    call: Call,
    candidate: Candidate,
    operation: Operation,
    { target, path }: { target: Target; path: string },
    translation: TranslatedCall,
    format: Format | 'embeddings',
  ): ProviderRequest | Promise<ProviderRequest> {
    const { provider, providerModelId } = candidate;
    const sent = Buffer.from(JSON.stringify(translation.body));
    const signed = authenticate(this.credentialOf(candidate), {
      provider: provider.id,
      operation,
      method: 'POST',
      origin: target.origin,
      path,
      headers: headersOf(call, translation),
      body: sent,
    });
    const finish = (headers: string[]): ProviderRequest => ({
      attempt: {
        pool: this.dependencies.pools.get(target),
        origin: target.origin,
        path,
        method: 'POST',
        headers: [...headers, 'content-length', String(sent.length)],
        body: sent,
        providerId: provider.id,
        model: providerModelId,
        key: candidate.key,
        // Refusals are read, so that the next candidate gets its chance and the client its own format.
        holds: (status) => status >= 400,
        ...(candidate.key === 'installation' ? { withholds: isInstallations } : {}),
        ...translated(call, translation, format),
      },
      dropped: translation.dropped,
      readError: (failure) => readError(format === 'embeddings' ? 'chat' : format, failure),
    });
    return signed instanceof Promise ? signed.then(finish) : finish(signed);
  }

  private credentialOf(candidate: Candidate): ProviderCredential {
    const { provider, ownKey } = candidate;
    const setting = this.dependencies.settings[provider.id];
    const label = labelOf(candidate);
    const tokenUrl = setting?.tokenUrl === undefined ? {} : { tokenUrl: setting.tokenUrl };
    if (ownKey === undefined)
      return { provider: provider.id, secret: setting?.apiKey ?? '', config: tokenUrl, label };
    // Where there are two parts (AWS) the first is an access key's id and the second its secret.
    const { key, secretKey, config } = ownKey;
    const secret = secretKey ?? key;
    return {
      provider: provider.id,
      secret,
      label,
      config: {
        ...tokenUrl,
        ...(secretKey === undefined ? {} : { accessKeyId: key }),
        ...(config.region === undefined ? {} : { region: config.region }),
      },
    };
  }
}

/** Providers refuse fields that they do not know; with an own key the client answers for what it sends. */
function withoutMarks(body: JsonObject, { key }: Candidate): JsonObject {
  if (key !== 'installation' || !callMarks.some((name) => name in body)) return body;
  const sent = { ...body };
  for (const name of callMarks) delete sent[name];
  return sent;
}

function translate(
  call: Call,
  api: ConversationApi,
  body: JsonObject,
  { provider, endpoint, providerModelId, online }: Candidate,
  to: Format,
): TranslatedCall {
  return translateCall({
    body: online ? withWebSearch(body) : body,
    from: api,
    to,
    target: {
      provider: provider.id,
      model: providerModelId,
      ...(endpoint?.maxOutput === undefined ? {} : { maxOutputTokens: endpoint.maxOutput }),
      ...(endpoint === undefined ? {} : { unsupported: endpoint.unsupported }),
    },
    context: {
      id: call.id,
      model: endpoint?.model.id ?? providerModelId,
      created: Math.floor(call.exchange.createdAt / 1000),
    },
    // What a stream used must be known for its cost.
    askUsage: true,
  });
}

const isOpenAiApi = (api: ModelApi): api is 'chat' | 'responses' => api === 'chat' || api === 'responses';

/** The client's own format where the endpoint speaks it: nothing is lost then. */
function formatOf({ endpoint, provider }: Candidate, api: ModelApi): Format | 'embeddings' {
  if (api === 'embeddings') return api;
  if (endpoint !== undefined) {
    const known = endpoint.formats.filter(isFormat);
    return known.includes(api) ? api : (known[0] ?? 'chat');
  }
  switch (provider.wire) {
    case 'anthropic':
      return 'messages';
    case 'gemini':
      return 'gemini';
    case 'bedrock':
      return 'converse';
    default:
      return api === 'responses' && (provider.id === 'openai' || provider.id === 'azure') ? api : 'chat';
  }
}

/** `Helicone-Gateway-Body-Mapping: NO_MAPPING`: the body is in the provider's own format, and the reply is to be. */
const isUnmapped = (call: Call) => call.head.headers.bodyMapping === 'NO_MAPPING';

/** The model of a call is read from its body, which names none in the formats that have it in their path. */
function nativeFormat(format: Format, { id, name }: Provider): ConversationApi {
  if (format !== 'gemini' && format !== 'converse') return format;
  throw new CodedError(
    'gateway/no-mapping',
    `${name} names the model in the path, so Helicone-Gateway-Body-Mapping: NO_MAPPING cannot reach it here: ` +
      `leave the header out, or send to /${id}.`,
    400,
  );
}

const isFormat = (format: string): format is Format =>
  format === 'chat' ||
  format === 'responses' ||
  format === 'messages' ||
  format === 'gemini' ||
  format === 'converse';

/** `:online` asks for the provider's own web search in OpenAI's words. */
const withWebSearch = (body: JsonObject): JsonObject =>
  'web_search_options' in body ? body : { ...body, web_search_options: {} };

function headersOf(call: Call, translation: TranslatedCall): string[] {
  const { upstream } = call.head.headers;
  const headers = ['content-type', 'application/json'];
  let beta = translation.headers['anthropic-beta'];
  for (let i = 0; i < upstream.length; i += 2) {
    const name = upstream[i]!.toLowerCase();
    if (passedHeaders.has(name)) headers.push(name, upstream[i + 1]!);
    else if (name === 'anthropic-beta')
      beta = beta === undefined ? upstream[i + 1]! : `${upstream[i + 1]!},${beta}`;
  }
  for (const [name, value] of Object.entries(translation.headers))
    if (name !== 'anthropic-beta') headers.push(name, value);
  if (beta !== undefined) headers.push('anthropic-beta', beta);
  return headers;
}

function translated(
  call: Call,
  { reply, unstreamed }: TranslatedCall,
  format: Format | 'embeddings',
): Pick<Attempt, 'translation' | 'own'> {
  if (reply === undefined) return { own: own(call, unstreamed, format === 'embeddings' ? 'chat' : format) };
  const eventsOf = call.json?.['stream'] === true ? reply.events : undefined;
  const note = () => noteUsage(call, reply.usage());
  return {
    translation: {
      streams: eventsOf !== undefined,
      whole(body) {
        const json = JSON.parse(body.toString()) as JsonObject;
        const out = eventsOf ? eventsOf(json) : Buffer.from(JSON.stringify(reply.json(json)));
        note();
        return asBuffer(out) ?? Buffer.alloc(0);
      },
      stream() {
        const stream = reply.stream();
        return {
          push(chunk) {
            const out = asBuffer(stream.push(chunk));
            // What an attempt used that failed before its first word is not this call's.
            if (stream.opened() && stream.fault() === undefined) note();
            return out;
          },
          end() {
            const out = asBuffer(stream.end());
            if (stream.fault() === undefined) note();
            return out;
          },
          opened: () => stream.opened(),
          fault: () => stream.fault(),
        };
      },
    },
  };
}

function own(call: Call, unstreamed: TranslatedCall['unstreamed'], format: Format): OwnReply {
  if (unstreamed === undefined) return { format };
  return {
    format,
    events(body) {
      const out = asBuffer(unstreamed.events(JSON.parse(body.toString()) as JsonObject));
      noteUsage(call, unstreamed.usage());
      return out ?? Buffer.alloc(0);
    },
  };
}

function noteUsage({ facts }: Call, usage: Usage | undefined): void {
  if (usage !== undefined) facts.usage = usage;
}

const asBuffer = (bytes: Uint8Array | undefined): Buffer | undefined =>
  bytes === undefined || bytes.length === 0
    ? undefined
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function readError(
  format: Format,
  { status, body, error }: AttemptFailure,
): { message: string | undefined; type: string | undefined } {
  if (error !== undefined) return { message: error.message, type: undefined };
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    return { message: body.toString().slice(0, 500).trim() || undefined, type: undefined };
  }
  const { message, type } = codecOf(format).readError(status, json);
  return { message, type };
}

function refusal(fault: { message: string; param?: string } | undefined): GatewayFailure | undefined {
  return fault && { status: 400, type: 'invalid_request_error', message: fault.message };
}
