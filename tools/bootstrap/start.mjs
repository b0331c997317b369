#!/usr/bin/env node
import { join } from 'node:path';
import { build } from './build.mjs';
import { handOver } from './hand-over.mjs';
import { install } from './install.mjs';
import { childEnv, pinnedNode, root } from './paths.mjs';

/**
 * `npm start`: installs what is missing, builds what changed, and hands over to the launcher on the pinned Node. `--dev`
 * and other options are passed on.
 *
 * The script in package.json says `exec`: npm passes signals to the shell that it starts, and a shell that waits for
 * this process keeps them to itself.
 */
install();
build();

handOver(
  pinnedNode(),
  [join(root, 'tools', 'launcher', 'bin', 'heliostat.mjs'), 'start', ...process.argv.slice(2)],
  { cwd: root, env: childEnv() },
);
