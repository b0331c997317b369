import type { Provider } from './provider.js';

/** What a registry entry has to say; the rest follows from the id. */
export type ProviderEntry = Pick<Provider, 'id' | 'name' | 'baseUrl' | 'upstreamHosts'> &
  Partial<Pick<Provider, 'enumName' | 'aliases' | 'hosts' | 'wire' | 'pathRewrites'>>;

/**
 * Fills an entry's defaults: OpenAI's wire format, and `<slug>.helicone.ai` for the id and each alias, the host
 * pattern that the original documents (`provider.helicone.ai`).
 */
export function defineProvider(entry: ProviderEntry): Provider {
  const aliases = entry.aliases ?? [];
  return {
    enumName: entry.id,
    wire: 'openai',
    ...entry,
    aliases,
    hosts: [
      ...new Set([...(entry.hosts ?? []), ...[entry.id, ...aliases].map((slug) => `${slug}.helicone.ai`)]),
    ],
  };
}
