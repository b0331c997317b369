import { AddressError, upstreamPath, type Operation, type Provider } from '@heliostat/llm';
import { assertPublicHost, CodedError, type Config } from '@heliostat/platform';
import type { Target } from '../doors/door.js';
import { joinPath, parseTarget } from '../doors/target-url.js';
import { projectOf } from '../provider-auth/google-token.js';
import { regionOf } from '../provider-auth/sign-aws.js';
import type { ProviderKeyConfig } from '../provider-keys/provider-key.js';
import type { Candidate } from './candidates.js';

export type ProviderAddressDependencies = {
  settings: Config['providers'];
  mayBePrivate: (origin: string) => boolean;
};

/** Where a candidate is called. */
export class ProviderAddresses {
  constructor(private readonly dependencies: ProviderAddressDependencies) {}

  /** An organisation's own endpoint, else the installation's, else the provider's public one in the key's region. */
  of(candidate: Candidate, operation: Operation, stream: boolean): { target: Target; path: string } {
    const { provider, providerModelId } = candidate;
    const config = this.placeOf(candidate);
    try {
      const { path, origin } = upstreamPath(provider.id, operation, {
        model: providerModelId,
        stream,
        region: config.region,
        project: config.projectId,
        location: config.location ?? config.region,
        deployment: config.deploymentName,
        apiVersion: config.apiVersion,
        crossRegion: config.crossRegion,
      });
      const target = this.targetOf(candidate, origin);
      return { target, path: joinPath(target, path) };
    } catch (error) {
      if (!(error instanceof AddressError)) throw error;
      throw new CodedError('gateway/address', `${labelOf(candidate)}: ${error.message}.`, 400);
    }
  }

  /** Where a key is good; what nobody said of it is read from the key itself, or from the address that was set. */
  private placeOf({ provider, ownKey }: Candidate): ProviderKeyConfig {
    const config = ownKey?.config ?? {};
    const setting = this.dependencies.settings[provider.id];
    const origin = config.baseUri || setting?.baseUrl;
    if (provider.id === 'bedrock') {
      const region = config.region ?? (origin === undefined ? undefined : regionOf(origin));
      return region === undefined ? config : { ...config, region };
    }
    if (provider.id !== 'vertex') return config;
    const location =
      config.location ?? config.region ?? /\/\/([a-z0-9-]+)-aiplatform\./.exec(origin ?? '')?.[1];
    const projectId = config.projectId ?? projectOf(ownKey?.key ?? setting?.apiKey ?? '');
    return {
      ...config,
      ...(projectId === undefined ? {} : { projectId }),
      ...(location === undefined ? {} : { location }),
    };
  }

  private targetOf({ provider, ownKey }: Candidate, origin: string | undefined): Target {
    const own = ownKey?.config.baseUri;
    if (own !== undefined && own !== '') return this.guarded(own, provider);
    const { settings } = this.dependencies;
    const setting = settings[provider.id]?.baseUrl;
    if (setting !== undefined) return parseTarget(setting, `The base URL of ${provider.name}`);
    const resource = ownKey?.config.resourceName;
    if (provider.id === 'azure' && resource !== undefined && /^[a-z0-9-]{1,64}$/i.test(resource))
      return parseTarget(`https://${resource}.openai.azure.com`, 'The Azure resource');
    const url = origin ?? provider.baseUrl;
    if (url !== '') return parseTarget(url, provider.name);
    throw new CodedError(
      'gateway/no-address',
      `${provider.name} has no public address: give the base URI of your endpoint with the key, under Settings → Providers.`,
      400,
    );
  }

  /** People who may add keys may not reach into the installation's network with them. */
  private guarded(url: string, provider: Provider): Target {
    const parsed = parseTarget(url, `The base URI of the key for ${provider.name}`);
    const target = { ...parsed, guarded: !this.dependencies.mayBePrivate(parsed.origin) };
    if (target.guarded) assertPublicHost(new URL(target.origin).hostname);
    return target;
  }
}

/** A key by its name, for whoever has to mend it. */
export const labelOf = ({ provider, ownKey }: Candidate): string =>
  ownKey === undefined
    ? `PROVIDER_${provider.id.toUpperCase().replaceAll('-', '_')}_API_KEY`
    : `The key "${ownKey.name}" for ${provider.name}`;
