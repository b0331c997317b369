#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { externalTools } from './external-tools.mjs';
import { install } from './install.mjs';
import { childEnv, pinnedNode, root } from './paths.mjs';
import { pythonFrameworks } from './python-frameworks.mjs';

/**
 * `node test.mjs PROJECT… [jest options]`: installs what is missing, builds (integration tests start real apps) and
 * runs Jest. `external` also installs the outside tools, `recipes` Python's frameworks; what cannot be had fails the run.
 */
const kinds = ['unit', 'integration', 'external', 'recipes'];
const projects = process.argv.slice(2).filter((arg) => kinds.includes(arg));
const rest = process.argv.slice(2).filter((arg) => !kinds.includes(arg));

install();
build({ quiet: true });
const extra = {
  ...(projects.includes('external') ? externalTools() : {}),
  ...(projects.includes('recipes') ? pythonFrameworks() : {}),
};
// PostgreSQL runs as this user where we are root. Two test files that each found none would both create it, and one fail.
if (process.getuid?.() === 0)
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
const { status } = spawnSync(
  pinnedNode(),
  [
    '--experimental-vm-modules',
    '--no-warnings',
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--selectProjects',
    ...projects,
    '--reporters=default',
    `--reporters=${join(root, 'tools', 'bootstrap', 'summary-reporter.mjs')}`,
    // External tests share ports' ranges, browsers and load; side by side they only slow each other down.
    ...(projects.some((name) => name === 'external' || name === 'recipes')
      ? ['--runInBand']
      : ['--maxWorkers=2']),
    ...rest,
  ],
  { cwd: root, stdio: 'inherit', env: childEnv({ NODE_ENV: 'test', ...extra }) },
);
process.exit(status ?? 1);
