import type { Provider } from '@heliostat/llm';
import { CodedError, type Config } from '@heliostat/platform';
import type { Door, DoorMatch } from './door.js';
import { parseTarget } from './target-url.js';

const gateway: Door = {
  slug: 'gateway',
  provider: undefined,
  wire: 'openai',
  target: undefined,
  takesTargetUrl: true,
  takesApiBase: false,
};
const selfHostedPrefix = '/v1/gateway';

/** Finds the door of a request by its `Host` or by the first segment of its path. */
export class DoorTable {
  private readonly bySlug = new Map<string, Door>([['gateway', gateway]]);
  private readonly byHost = new Map<string, Door>([['gateway.helicone.ai', gateway]]);
  private readonly names: string;

  /** `settings` are the `PROVIDER_<NAME>_BASE_URL`s; one beats the provider's public URL. */
  constructor(providers: readonly Provider[], settings: Config['providers']) {
    for (const provider of providers) {
      const baseUrl = settings[provider.id]?.baseUrl ?? provider.baseUrl;
      const target = baseUrl ? parseTarget(baseUrl, `The base URL of ${provider.name}`) : undefined;
      const door: Door = {
        slug: provider.id,
        provider,
        wire: provider.wire,
        target,
        takesTargetUrl: target === undefined,
        takesApiBase: target === undefined || provider.id === 'openai',
      };
      for (const slug of [provider.id, ...provider.aliases]) this.bySlug.set(slug, door);
      for (const host of provider.hosts) this.byHost.set(host, door);
    }
    this.names = ['oai', 'gateway', ...providers.map(({ id }) => id)].map((slug) => `/${slug}`).join(', ');
  }

  /** The door that a `Host` header names, if any. */
  findByHost(host: string): Door | undefined {
    const colon = host.indexOf(':');
    return this.byHost.get((colon < 0 ? host : host.slice(0, colon)).toLowerCase());
  }

  /** The door of a path, which may begin with `/v1/gateway`. */
  findByPath(url: string): DoorMatch | undefined {
    const path = url.startsWith(`${selfHostedPrefix}/`) ? url.slice(selfHostedPrefix.length) : url;
    let end = 1;
    for (; end < path.length; end++) {
      const char = path.charCodeAt(end);
      if (char === 47 || char === 63) break;
    }
    const slug = path.slice(1, end);
    const door = this.bySlug.get(slug) ?? this.bySlug.get(slug.toLowerCase());
    if (!door) return undefined;
    const rest = path.slice(end);
    return { door, path: rest.charCodeAt(0) === 47 ? rest : `/${rest}` };
  }

  /** The error of a path that leads nowhere. */
  unknownDoor(): CodedError {
    return new CodedError(
      'proxy/unknown-door',
      `No provider is behind this path or host. Send to one of ${this.names}, for example POST ` +
        '/oai/v1/chat/completions, to /gateway/… with the header Helicone-Target-Url, or to /v1/chat/completions, ' +
        '/v1/responses, /v1/messages or /v1/embeddings, which choose a provider by the model.',
      404,
    );
  }
}
