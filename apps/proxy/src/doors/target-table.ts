import { providerOfUrl, type Provider, type Wire } from '@heliostat/llm';
import { assertPublicHost, CodedError } from '@heliostat/platform';
import { LRUCache } from 'lru-cache';
import type { RequestHeaders } from '../headers/request-headers.js';
import type { Door, Target } from './door.js';
import { parseTarget } from './target-url.js';

/** Where a request goes, or why it cannot. */
export type TargetRoute = {
  target: Target | undefined;
  providerId: string;
  wire: Wire;
  /** The provider whose path oddities apply: only at its own door. */
  rewrites: Provider | undefined;
  fault: CodedError | undefined;
};

const maxRemembered = 1_000;

/** Decides the target of a request from its door and the headers that may name another. */
export class TargetTable {
  private readonly custom = new LRUCache<string, TargetRoute>({ max: maxRemembered });
  private readonly fixed = new Map<Door, TargetRoute>();

  constructor(private readonly mayBePrivate: (origin: string) => boolean) {}

  find(door: Door, headers: RequestHeaders): TargetRoute {
    if (door.takesTargetUrl && headers.targetUrl !== undefined)
      return this.named(door, headers.targetUrl, 'Helicone-Target-Url');
    if (door.takesApiBase && headers.apiBase !== undefined)
      return this.named(door, headers.apiBase, 'Helicone-OpenAI-Api-Base');
    let route = this.fixed.get(door);
    if (route === undefined) {
      route = {
        target: door.target,
        providerId: door.provider?.id ?? 'custom',
        wire: door.wire,
        rewrites: door.provider?.pathRewrites ? door.provider : undefined,
        fault: door.target ? undefined : noTarget(door),
      };
      this.fixed.set(door, route);
    }
    return route;
  }

  /**
   * The target of a URL that a client gave in `place`, which its fault names; that, not an exception, where it cannot
   * be used.
   */
  named(door: Door, url: string, place: string): TargetRoute {
    const key = `${door.slug} ${place} ${url}`;
    const known = this.custom.get(key);
    if (known !== undefined) return known;
    const route = this.resolve(door, url, place);
    this.custom.set(key, route);
    return route;
  }

  private resolve(door: Door, url: string, place: string): TargetRoute {
    try {
      const parsed = parseTarget(url, place);
      const target = { ...parsed, guarded: !this.mayBePrivate(parsed.origin) };
      if (target.guarded) assertPublicHost(new URL(target.origin).hostname);
      const provider = providerOfUrl(target.origin);
      return {
        target,
        providerId: provider?.id ?? 'custom',
        wire: provider?.wire ?? door.wire,
        rewrites: undefined,
        fault: undefined,
      };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const providerId = door.provider?.id ?? 'custom';
      return { target: undefined, providerId, wire: door.wire, rewrites: undefined, fault: error };
    }
  }
}

function noTarget(door: Door): CodedError {
  const message = door.provider
    ? `${door.provider.name} has no public address: name yours in the header Helicone-OpenAI-Api-Base, or in the ` +
      `setting PROVIDER_${door.provider.id.toUpperCase().replaceAll('-', '_')}_BASE_URL.`
    : 'Name the provider in the header Helicone-Target-Url, for example https://api.example.com.';
  return new CodedError('proxy/no-target', message, 400);
}
