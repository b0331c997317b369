import { findProviderBySlug } from '@heliostat/llm';
import type { Config } from '@heliostat/platform';

/**
 * What to say of `PROVIDER_<NAME>_…` settings whose name is no provider's id: misspelt, or an alias. They stop no start,
 * since other programs may read variables of that form. Values are not repeated.
 */
export function unknownProviderSettings(settings: Config['providers']): string[] {
  return Object.entries(settings).flatMap(([id, setting]) => {
    const provider = findProviderBySlug(id);
    if (provider?.id === id) return [];
    const kinds = [
      ...(setting.baseUrl === undefined ? [] : ['BASE_URL']),
      ...(setting.apiKey === undefined ? [] : ['API_KEY']),
    ];
    const written = (name: string) =>
      kinds.map((kind) => `PROVIDER_${name.toUpperCase().replaceAll('-', '_')}_${kind}`).join(' and ');
    const verbs =
      kinds.length > 1 ? 'name no provider, and do nothing' : 'names no provider, and does nothing';
    return [`${written(id)} ${verbs}${provider === undefined ? '' : `: write ${written(provider.id)}`}`];
  });
}
