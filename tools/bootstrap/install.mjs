import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const lockfile = join(root, 'package-lock.json');
const hidden = join(root, 'node_modules', '.package-lock.json');
const stamp = join(root, '.cache', 'install.sha256');
const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Whether what is installed is what the lockfile says; a plain `npm ci` beforehand counts too. */
function installed() {
  if (!existsSync(hidden)) return false;
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === hash(lockfile);
  const want = JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  const have = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(want).every(
    ([path, entry]) =>
      !path.startsWith('node_modules/') ||
      entry.optional ||
      entry.link ||
      have[path]?.version === entry.version,
  );
}

/** Installs from the lockfile what is missing; does nothing when all is there. Exits the process on failure. */
export function install() {
  const [major] = process.versions.node.split('.');
  if (Number(major) < 20) {
    console.error(
      `Heliostat needs Node 20 or newer to start its set-up; this is Node ${process.versions.node}.`,
    );
    process.exit(1);
  }
  if (!installed()) {
    console.log('▸ installing dependencies from package-lock.json (first time: a minute or two)');
    const npm = process.env.npm_execpath;
    const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
    const { status } = spawnSync(command, [...args, 'ci', '--loglevel=error', '--no-audit', '--no-fund'], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, npm_config_loglevel: 'error' },
    });
    if (status !== 0) {
      console.error('✖ npm ci failed; the messages above say why. Is the registry reachable?');
      process.exit(1);
    }
  }
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, hash(lockfile));
}
