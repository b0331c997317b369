import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../host/ports.js';
import { needTool } from '../host/tools.js';
import { ManagedProcess } from '../process/managed-process.js';
import { chatPath } from '../upstream/payload.js';
import type { Target, TargetContext } from './target.js';

export const litellmVersion = '1.106.0';
const key = 'sk-bench-master-key';

/** `litellm[proxy]` from PyPI in a virtual environment of the cache; one worker, a master key, no database. */
export async function litellmTarget({ cache, folder, cores, upstream }: TargetContext): Promise<Target> {
  const home = join(cache, `litellm-${litellmVersion}`);
  const program = join(home, 'bin', 'litellm');
  const ready = join(home, 'ready');
  if (!existsSync(ready)) {
    const python = needTool('python3');
    mkdirSync(home, { recursive: true });
    await ManagedProcess.run({ name: 'python3 -m venv', command: python, args: ['-m', 'venv', home] });
    const args = ['-m', 'pip', 'install', '--quiet', `litellm[proxy]==${litellmVersion}`];
    await ManagedProcess.run({ name: 'pip install litellm', command: join(home, 'bin', 'python'), args });
    writeFileSync(ready, litellmVersion);
  }
  const config = join(folder, 'litellm.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      model_list: [
        {
          model_name: 'gpt-4o-mini',
          litellm_params: { model: 'openai/gpt-4o-mini', api_base: `${upstream}/v1`, api_key: 'sk-bench' },
        },
      ],
      general_settings: { master_key: key },
      litellm_settings: { telemetry: false },
    }),
  );
  const [port] = await freePorts(1);
  const child = ManagedProcess.start({
    name: 'LiteLLM',
    command: program,
    args: ['--config', config, '--host', '127.0.0.1', '--port', String(port), '--num_workers', '1'],
    cores,
    cwd: folder,
    env: {
      ...process.env,
      LITELLM_LOCAL_MODEL_COST_MAP: 'True',
      LITELLM_MODE: 'PRODUCTION',
      LITELLM_LOG: 'ERROR',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await child.ready(`${url}/health/liveliness`, 180_000);
  return {
    name: `LiteLLM proxy ${litellmVersion}`,
    url: url + chatPath,
    headers: { authorization: `Bearer ${key}` },
    pids: [child.pid],
    stop: () => child.stop(),
  };
}
