import { findProviderBySlug, type Provider } from '@heliostat/llm';
import { resolveName, type RegistryEndpoint, type WireFormat } from '@heliostat/models';
import type { Config } from '@heliostat/platform';
import type { ProviderKey } from '../provider-keys/provider-key.js';
import type { EndpointLatency } from './endpoint-latency.js';
import { mostActionable, type GatewayFailure } from './gateway-failure.js';
import type { ModelChoice, ModelString } from './model-string.js';
import type { ModelApi } from './unified-api.js';

/** One endpoint with one key: something that can be called. */
export type Candidate = {
  /** For the circuit breaker and the latency: provider, model and key. */
  id: string;
  provider: Provider;
  /** What the registry knows; undefined for a model that is in no list. */
  endpoint: RegistryEndpoint | undefined;
  providerModelId: string;
  key: 'own' | 'installation';
  /** The organisation's key; undefined where the installation's is used. */
  ownKey: ProviderKey | undefined;
  /** The provider's web search was asked for (`:online`). */
  online: boolean;
  /** Candidates of one choice and one payer have one number; their order among each other is ours to decide. */
  turn: number;
};

export type CandidateSources = {
  settings: Config['providers'];
  latency: EndpointLatency;
};

export type FoundCandidates = {
  /** In the order in which they are tried. */
  candidates: Candidate[];
  /** Why choices of the model string led nowhere. */
  failures: GatewayFailure[];
};

/**
 * Everything that may answer a model string, in order: each choice in turn; in a choice the organisation's own keys
 * before the installation's; among those the cheapest first, and equal prices by chance in favour of the faster
 * (page gateway/provider-routing; interface ruling 1).
 */
export function findCandidates(
  { choices, excluded }: ModelString,
  api: ModelApi,
  keys: readonly ProviderKey[],
  sources: CandidateSources,
): FoundCandidates {
  const found: FoundCandidates = { candidates: [], failures: [] };
  let turn = 0;
  for (const choice of choices) {
    const own = ownCandidates(choice, api, keys, excluded);
    const installation =
      choice.deployment === undefined ? installationCandidates(choice, api, excluded, sources) : [];
    if (own.length === 0 && installation.length === 0)
      found.failures.push(whyNone(choice, api, keys, excluded, sources));
    for (const members of [sort(own, sources.latency), sort(installation, sources.latency)]) {
      turn++;
      for (const member of members)
        // "All other providers" behind those that were named (page gateway/provider-routing): none is asked twice.
        if (!found.candidates.some(({ id, online }) => id === member.id && online === member.online))
          found.candidates.push({ ...member, turn });
    }
  }
  if (found.candidates.length === 0) found.failures = ofAll(found.failures);
  return found;
}

/** Where nothing can be asked, one answer says why for every model, with what the client can best act upon in front. */
function ofAll(failures: GatewayFailure[]): GatewayFailure[] {
  if (failures.length < 2) return failures;
  const { status: best } = mostActionable(failures);
  const sorted = failures.toSorted((a, b) => Number(b.status === best) - Number(a.status === best));
  const messages = new Set(sorted.map(({ message }) => message));
  return [{ ...sorted[0]!, message: [...messages].join(' ') }];
}

function endpointsOf(choice: ModelChoice, api: ModelApi, excluded: ReadonlySet<string>): RegistryEndpoint[] {
  const endpoints = resolveName(choice.model)?.endpoints ?? [];
  return endpoints.filter(
    ({ provider, explicitRouting, formats }) =>
      formats.some((format) => answers(format, api)) &&
      !excluded.has(provider) &&
      (choice.provider === undefined ? !explicitRouting : choice.provider === provider),
  );
}

/** Whether an endpoint of this format answers this API. */
const answers = (format: WireFormat, api: ModelApi): boolean =>
  api === 'embeddings'
    ? format === 'embeddings'
    : format === 'chat' ||
      format === 'responses' ||
      format === 'messages' ||
      format === 'gemini' ||
      format === 'converse';

function ownCandidates(
  choice: ModelChoice,
  api: ModelApi,
  keys: readonly ProviderKey[],
  excluded: ReadonlySet<string>,
): Candidate[] {
  const { provider: wanted, deployment } = choice;
  const usable = keys.filter(
    (key) =>
      !excluded.has(key.provider) &&
      (wanted === undefined || key.provider === wanted) &&
      (deployment === undefined ? key.byokEnabled : key.isDeployment(deployment)),
  );
  if (usable.length === 0) return [];
  const endpoints = endpointsOf(choice, api, excluded);
  const candidates: Candidate[] = [];
  for (const key of usable) {
    const endpoint = endpoints.find(({ provider }) => provider === key.provider);
    const provider = findProviderBySlug(key.provider);
    // A model that is in no list goes where its provider is named, and nowhere by guesswork (GW-13).
    if (provider === undefined || (endpoint === undefined && wanted === undefined)) continue;
    candidates.push(candidate(choice, provider, endpoint, key));
  }
  return candidates;
}

function installationCandidates(
  choice: ModelChoice,
  api: ModelApi,
  excluded: ReadonlySet<string>,
  { settings }: CandidateSources,
): Candidate[] {
  const candidates: Candidate[] = [];
  const local = excluded.has('local') ? undefined : localCandidate(choice, settings);
  if (local !== undefined) candidates.push(local);
  for (const endpoint of endpointsOf(choice, api, excluded)) {
    const setting = settings[endpoint.provider];
    const provider = findProviderBySlug(endpoint.provider);
    if (!endpoint.ptb || provider === undefined) continue;
    // A server of one's own may do without a key.
    if (setting?.apiKey === undefined && !(provider.id === 'local' && setting?.baseUrl !== undefined))
      continue;
    candidates.push(candidate(choice, provider, endpoint, undefined));
  }
  return candidates;
}

/** A server of one's own needs no key and no registry: `model/local` goes to PROVIDER_LOCAL_BASE_URL. */
function localCandidate(choice: ModelChoice, settings: Config['providers']): Candidate | undefined {
  if (choice.provider !== 'local' || settings['local']?.baseUrl === undefined) return undefined;
  const provider = findProviderBySlug('local');
  if (provider === undefined) return undefined;
  return candidate(choice, provider, undefined, undefined);
}

function candidate(
  choice: ModelChoice,
  provider: Provider,
  endpoint: RegistryEndpoint | undefined,
  ownKey: ProviderKey | undefined,
): Candidate {
  const providerModelId = ownKey?.config.modelName ?? endpoint?.providerModelId ?? choice.model;
  return {
    id: `${provider.id} ${providerModelId} ${ownKey?.id ?? 'installation'}`,
    provider,
    endpoint,
    providerModelId,
    key: ownKey === undefined ? 'installation' : 'own',
    ownKey,
    online: choice.online === true,
    turn: 0,
  };
}

/** Other gateways that resell a model stand behind who serves it at the same price. */
const resellerPriority = 8;

/** Cheapest first; those without a price last; equal ones by chance and speed. */
function sort(candidates: Candidate[], latency: EndpointLatency): Candidate[] {
  if (candidates.length < 2) return candidates;
  const groups = new Map<string, { rank: [bigint, number]; members: Candidate[] }>();
  for (const entry of candidates) {
    const rank = rankOf(entry);
    const group = groups.get(rank.join(' '));
    if (group) group.members.push(entry);
    else groups.set(rank.join(' '), { rank, members: [entry] });
  }
  return [...groups.values()]
    .sort(({ rank: a }, { rank: b }) => (a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1))
    .flatMap(({ members }) => latency.shuffle(members, ({ id }) => id));
}

const dearest = 10n ** 40n;

function rankOf({ endpoint }: Candidate): [bigint, number] {
  const base = endpoint?.price?.base;
  const reseller = (endpoint?.priority ?? 0) >= resellerPriority ? 1 : 0;
  return [base === undefined ? dearest : base.input + base.output, reseller];
}

function whyNone(
  choice: ModelChoice,
  api: ModelApi,
  keys: readonly ProviderKey[],
  excluded: ReadonlySet<string>,
  { settings }: CandidateSources,
): GatewayFailure {
  const { model, provider, deployment } = choice;
  const at = provider === undefined ? '' : ` at ${provider}`;
  if (provider !== undefined && excluded.has(provider))
    return unsupported(`The model string names ${provider} and leaves it out.`);
  if (deployment !== undefined)
    return unsupported(
      `There is no key "${deployment.slice(0, 60)}" for ${provider}. Ids and names stand under Settings → Providers.`,
    );
  if (
    provider === 'local' &&
    settings['local']?.baseUrl === undefined &&
    !keys.some((key) => key.provider === 'local')
  )
    return unsupported('There is no server of your own: set PROVIDER_LOCAL_BASE_URL to its address.');
  const known = resolveName(model);
  if (known === undefined && provider === undefined) {
    const last = model.slice(model.lastIndexOf('/') + 1);
    const hint =
      last !== model && resolveName(model.slice(0, model.lastIndexOf('/'))) !== undefined
        ? `"${last.slice(0, 60)}" is no provider.`
        : `See GET /v1/models, or name a provider of which you have a key: "${model.slice(0, 100)}/openai".`;
    return unsupported(`The model "${model.slice(0, 100)}" is not in the registry. ${hint}`);
  }
  if (
    known === undefined ||
    !known.endpoints.some((endpoint) => provider === undefined || endpoint.provider === provider)
  )
    return missingKey(
      `The model "${model.slice(0, 100)}"${at} is not in the registry, so it needs a key of your own for ${provider ?? 'its provider'}: add one under Settings → Providers.`,
    );
  if (!known.endpoints.some(({ formats }) => formats.some((format) => answers(format, api))))
    return unsupported(
      `The model "${model}" does not answer ${api === 'embeddings' ? 'embeddings' : 'conversations'}.`,
    );
  const offers = known.endpoints.map((endpoint) => endpoint.provider);
  if (offers.every((id) => excluded.has(id))) return unsupported(`Every provider of "${model}" is left out.`);
  const asked = provider ?? offers.find((id) => !excluded.has(id))!;
  const disabled = keys.some((key) => key.provider === asked && !key.byokEnabled);
  const variable = `PROVIDER_${asked.toUpperCase().replaceAll('-', '_')}_API_KEY`;
  const hasKey = settings[asked]?.apiKey !== undefined;
  return missingKey(
    disabled
      ? `The key for ${asked} is switched off under Settings → Providers.`
      : hasKey
        ? `"${model}"${at} cannot be paid by this installation's key: add a key of your own under Settings → Providers.`
        : `There is no key for "${model}"${at}. Add one under Settings → Providers, or set ${variable} for the whole installation.`,
  );
}

const unsupported = (message: string): GatewayFailure => ({
  status: 400,
  type: 'model_not_supported',
  message,
});
const missingKey = (message: string): GatewayFailure => ({
  status: 401,
  type: 'missing_provider_key',
  message,
});
