import { fileURLToPath } from 'node:url';
import { freePorts } from '../host/ports.js';
import { ManagedProcess } from '../process/managed-process.js';
import { startProxyPass } from '../upstream/nginx.js';
import { chatPath } from '../upstream/payload.js';
import type { Target, TargetContext } from './target.js';

const headers = { authorization: 'Bearer sk-bench' };

/** The upstream itself. */
export const directTarget = (upstream: string): Target => ({
  name: 'upstream, directly',
  url: upstream + chatPath,
  headers,
  pids: [],
  stop: () => Promise.resolve(),
});

export async function nginxTarget(context: TargetContext): Promise<Target> {
  const { url, process } = await startProxyPass(context.folder, context.cores, context.upstream);
  return {
    name: 'nginx proxy_pass',
    url: url + chatPath,
    headers,
    pids: [process.pid],
    stop: () => process.stop(),
  };
}

export async function forwarderTarget(context: TargetContext): Promise<Target> {
  const [port] = await freePorts(1);
  const main = fileURLToPath(new URL('../forwarder/main.js', import.meta.url));
  const child = ManagedProcess.start({
    name: 'forwarder',
    command: process.execPath,
    args: [main, String(port), context.upstream],
    cores: context.cores,
  });
  const url = `http://127.0.0.1:${port}`;
  await child.ready(`${url}/`);
  return {
    name: 'bare node:http + undici, parses both bodies',
    url: url + chatPath,
    headers,
    pids: [child.pid],
    stop: () => child.stop(),
  };
}
