import type { Door } from './door.js';

/** The way in for calls that name a model and no provider. */
export const unifiedDoor: Door = {
  slug: 'ai',
  provider: undefined,
  wire: 'openai',
  target: undefined,
  takesTargetUrl: false,
  takesApiBase: false,
};

const hosts = new Set(['ai-gateway.helicone.ai']);

/** Whether a `Host` header names the unified gateway. */
export function isUnifiedHost(host: string): boolean {
  const colon = host.indexOf(':');
  return hosts.has((colon < 0 ? host : host.slice(0, colon)).toLowerCase());
}
