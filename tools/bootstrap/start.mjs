#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { childEnv, pinnedNode, root } from './paths.mjs';

/**
 * `npm start`: installs what is missing, builds what changed, and hands over to the launcher on the pinned Node.
 *
 * The launcher is in a session of its own, so that a Ctrl-C in the terminal reaches it once, from here, and not also
 * from the terminal. The channel tells it when this process is killed. `--dev` and other options are passed on.
 */
install();
build();

const launcher = spawn(
  pinnedNode(),
  [join(root, 'tools', 'launcher', 'bin', 'heliostat.mjs'), 'start', ...process.argv.slice(2)],
  { cwd: root, env: childEnv(), stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => launcher.kill(signal));
launcher.on('error', (error) => {
  console.error(`✖ the launcher cannot be started: ${error.message}`);
  process.exit(1);
});
launcher.on('exit', (code, signal) => {
  process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1));
});
