import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './paths.mjs';

const minioModule = 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c';
const goBin = join(process.env.GOPATH ?? join(homedir(), 'go'), 'bin');
const venv = join(root, '.cache', 'python');
const python = join(venv, 'bin', 'python');
const openaiPackage = 'openai==3.54.0';

const run = (command, args) =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
const onPath = (command) =>
  [goBin, ...(process.env.PATH ?? '').split(delimiter)]
    .map((dir) => join(dir, command))
    .find((file) => existsSync(file));

function apt(name, command) {
  if (onPath(command)) return;
  console.log(`▸ installing ${name} (apt)`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => run([...sudo, 'apt-get'][0], [...[...sudo, 'apt-get'].slice(1), ...args]);
  if (!apt('install', '-y', '-q', name)) {
    apt('update', '-q');
    apt('install', '-y', '-q', name);
  }
}

/**
 * Installs what the external tests need and is missing: Redis and Chromium (apt), MinIO (go), Python's `openai`
 * (pip, in a virtual environment below `.cache`). Exits 1 naming everything that could not be had.
 * Returns environment variables for the tests.
 */
export function externalTools() {
  apt('redis-server', 'redis-server');
  apt('chromium', 'chromium');
  if (!onPath('minio') && onPath('go')) {
    console.log('▸ building MinIO from its Go module (about three minutes, once)');
    run('go', ['install', minioModule]);
  }
  if (!existsSync(join(venv, 'ready')) && onPath('python3')) {
    console.log(`▸ installing ${openaiPackage} for Python`);
    if (run('python3', ['-m', 'venv', venv]) && run(python, ['-m', 'pip', 'install', '-q', openaiPackage]))
      spawnSync('touch', [join(venv, 'ready')]);
  }
  const missing = [
    ['redis-server', 'apt-get install redis-server'],
    ['chromium', 'apt-get install chromium'],
    ['minio', `go install ${minioModule}`],
  ]
    .filter(([command]) => !onPath(command))
    .map(([command, how]) => `  ${command}: ${how}`);
  if (!existsSync(join(venv, 'ready')))
    missing.push(`  python openai: python3 -m venv and pip install ${openaiPackage}`);
  if (missing.length > 0) {
    console.error(
      `✖ external tests need tools that are missing and could not be installed:\n${missing.join('\n')}`,
    );
    process.exit(1);
  }
  return {
    HELIOSTAT_TEST_PYTHON: python,
    HELIOSTAT_TEST_CHROMIUM: onPath('chromium'),
    HELIOSTAT_TEST_MINIO: onPath('minio'),
  };
}
