import { hostedProviders } from './hosted-providers.js';
import { majorProviders } from './major-providers.js';
import type { Provider } from './provider.js';

/** Every provider the gateway knows by name, in the order of the dashboard's lists. */
export const providers: readonly Provider[] = [...majorProviders, ...hostedProviders];

const bySlug = new Map(providers.flatMap((p) => [p.id, ...p.aliases].map((slug) => [slug, p] as const)));
const byHost = new Map(providers.flatMap((p) => p.hosts.map((host) => [host, p] as const)));
const byUpstream = new Map(
  providers.flatMap((p) =>
    p.upstreamHosts.filter((host) => typeof host === 'string').map((host) => [host, p] as const),
  ),
);
const patterns = providers.flatMap((p) =>
  p.upstreamHosts.filter((host) => host instanceof RegExp).map((pattern) => ({ pattern, provider: p })),
);

/** The provider of a path slug: a registry id or an alias, in any case. */
export function findProviderBySlug(slug: string): Provider | undefined {
  return bySlug.get(slug) ?? bySlug.get(slug.toLowerCase());
}

/** The provider behind a `Host` header of the original product (`oai.helicone.ai`, with or without a port). */
export function findProviderByHost(host: string): Provider | undefined {
  return byHost.get(host) ?? byHost.get(host.toLowerCase().replace(/\.?(:\d+)?$/, ''));
}

/** The provider that an upstream URL belongs to, by its host name; undefined for unknown hosts and broken URLs. */
export function providerOfUrl(url: string | URL): Provider | undefined {
  if (typeof url === 'string' && !URL.canParse(url)) return undefined;
  const host = (typeof url === 'string' ? new URL(url) : url).hostname.replace(/\.$/, '');
  return byUpstream.get(host) ?? patterns.find(({ pattern }) => pattern.test(host))?.provider;
}

/** The path to ask the provider for: documented oddities resolved, everything else unchanged. Query is kept. */
export function rewriteProviderPath(provider: Provider, path: string): string {
  if (!provider.pathRewrites) return path;
  const end = path.indexOf('?');
  const bare = end < 0 ? path : path.slice(0, end);
  const rewrite = provider.pathRewrites.find(({ from }) => from.test(bare));
  return rewrite ? bare.replace(rewrite.from, rewrite.to) + path.slice(bare.length) : path;
}
