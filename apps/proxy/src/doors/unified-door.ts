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

const realtimePath = /^\/(?:ai\/)?(?:v1\/)?realtime\/?(?:\?|$)/;

/** Whether a path is that of realtime sessions, which are WebSockets. */
export const isRealtimePath = (path: string): boolean => realtimePath.test(path);

const hosts = new Set(['ai-gateway.helicone.ai']);

/** Whether a `Host` header names the unified gateway. */
export function isUnifiedHost(host: string): boolean {
  const colon = host.indexOf(':');
  return hosts.has((colon < 0 ? host : host.slice(0, colon)).toLowerCase());
}
