import { fileURLToPath } from 'node:url';
import { freePorts } from '../host/ports.js';
import { ManagedProcess } from '../process/managed-process.js';

export type FeatureUpstream = { url: string; process: ManagedProcess };

/** Anthropic, a provider of chat alone and a realtime API, as a process of its own. */
export async function startFeatureUpstream(cores: string): Promise<FeatureUpstream> {
  const [port] = await freePorts(1);
  const main = fileURLToPath(new URL('./feature-upstream.main.js', import.meta.url));
  const child = ManagedProcess.start({
    name: 'feature upstream',
    command: process.execPath,
    args: [main, String(port)],
    cores,
  });
  const url = `http://127.0.0.1:${port}`;
  await child.ready(`${url}/count`);
  return { url, process: child };
}
