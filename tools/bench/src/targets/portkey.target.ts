import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../host/ports.js';
import { needTool } from '../host/tools.js';
import { ManagedProcess } from '../process/managed-process.js';
import { chatPath } from '../upstream/payload.js';
import type { Target, TargetContext } from './target.js';

export const portkeyVersion = '1.15.2';

/** `@portkey-ai/gateway` from npm, installed once into the cache; it logs nothing and asks for no key. */
export async function portkeyTarget({ cache, cores, upstream }: TargetContext): Promise<Target> {
  const home = join(cache, `portkey-${portkeyVersion}`);
  const main = join(home, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js');
  if (!existsSync(main)) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{"private":true}');
    const args = [
      'install',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `@portkey-ai/gateway@${portkeyVersion}`,
    ];
    await ManagedProcess.run({ name: 'npm install', command: needTool('npm'), args, cwd: home });
  }
  const [port] = await freePorts(1);
  const child = ManagedProcess.start({
    name: 'Portkey',
    command: process.execPath,
    args: [main, `--port=${port}`, '--headless'],
    cores,
    cwd: home,
  });
  const url = `http://127.0.0.1:${port}`;
  await child.ready(url);
  return {
    name: `Portkey gateway ${portkeyVersion}`,
    url: url + chatPath,
    headers: {
      authorization: 'Bearer sk-bench',
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': `${upstream}/v1`,
    },
    pids: [child.pid],
    stop: () => child.stop(),
  };
}
