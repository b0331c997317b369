#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { childEnv, pinnedNode, root } from './paths.mjs';
import { install } from './install.mjs';

const stamp = join(root, '.cache', 'build.sha256');
const groups = ['libs', 'apps', 'tools', 'packages', 'cdk8s'];

/** Files below a folder, without what a build or an install wrote. */
function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else yield path;
  }
}

/** Names, sizes and times of all sources: cheap enough for every start (a few milliseconds). */
function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const group of groups.filter((name) => existsSync(join(root, name))))
    for (const file of [...sources(join(root, group))].sort()) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file}:${size}:${mtimeMs}\n`);
    }
  return hash.digest('hex');
}

/** Builds what changed since the last build (Nx caches each project). Exits the process on failure. */
export function build({ quiet = false } = {}) {
  const print = fingerprint();
  const complete = haveDists();
  if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return;
  console.log('▸ building');
  const { status } = spawnSync(
    pinnedNode(),
    [
      join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js'),
      'run-many',
      '-t',
      'build',
      ...(quiet ? ['--output-style=static'] : []),
    ],
    { cwd: root, stdio: 'inherit', env: childEnv({ NX_DAEMON: 'false', NX_TUI: 'false' }) },
  );
  if (status !== 0) {
    console.error('✖ the build failed; the messages above say where.');
    process.exit(1);
  }
  writeFileSync(stamp, print);
}

function haveDists() {
  return ['apps/proxy', 'apps/jawn', 'apps/worker', 'apps/web', 'tools/launcher'].every((p) =>
    existsSync(join(root, p, 'dist')),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  install();
  build();
}
