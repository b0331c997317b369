import type { HeliostatStack } from '../stack/heliostat-stack.js';
import { chatPath } from '../upstream/payload.js';
import type { Target } from './target.js';

/** One provider's door of a running stack; stopping it is the stack's business. */
export const heliostatTarget = (stack: HeliostatStack, door = 'oai'): Target => ({
  name: 'Heliostat proxy, key checked and logging on',
  url: `${stack.proxyUrl}/${door}${chatPath}`,
  headers: { authorization: 'Bearer sk-bench', ...stack.headers },
  pids: [stack.proxyPid],
  stop: () => Promise.resolve(),
});
