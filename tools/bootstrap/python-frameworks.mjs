import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** A place of their own, since they ask for another version of `openai` than the other tests. */
const folder = join(root, '.cache', 'python-integrations');
const python = join(folder, 'bin', 'python');
const uvPackage = 'uv==0.13.9';
const packages = [
  'anthropic==2.14.0',
  'dspy==3.4.1',
  'langchain==1.5.2',
  'langchain-openai==1.7.4',
  'litellm==1.110.2',
  'llama-index-llms-helicone==0.3.1',
  'openai==2.54.0',
  'openai-agents==0.20.0',
];

const run = (command, args) =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: root }).status === 0;

/**
 * Installs the Python frameworks whose recipes are tried, by uv: pip takes more than ten minutes to find out which
 * versions go together. Exits 1 where they cannot be had. Returns environment variables for the tests.
 */
export function pythonFrameworks() {
  // Names what it was made of, so that a folder of another list is brought up to date.
  const ready = join(folder, 'ready');
  const list = packages.join('\n');
  if (!existsSync(ready) || readFileSync(ready, 'utf8') !== list) {
    console.log(`▸ installing ${packages.join(', ')} for Python`);
    const done =
      run('python3', ['-m', 'venv', folder]) &&
      run(python, ['-m', 'pip', 'install', '-q', uvPackage]) &&
      run(join(folder, 'bin', 'uv'), ['pip', 'install', '-q', '--python', python, ...packages]);
    if (!done) {
      console.error(`✖ the recipes need Python packages that could not be installed: ${packages.join(' ')}`);
      process.exit(1);
    }
    writeFileSync(ready, list);
  }
  return { HELIOSTAT_TEST_PYTHON_INTEGRATIONS: python };
}
