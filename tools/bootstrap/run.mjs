#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { childEnv, pinnedNode, root } from './paths.mjs';

/** `node run.mjs FILE [arguments]`: installs and builds what is missing, then runs a built file with the pinned Node. */
const [file, ...args] = process.argv.slice(2);
install();
build({ quiet: true });
const child = spawn(pinnedNode(), [join(root, file), ...args], { stdio: 'inherit', env: childEnv() });
// Ctrl-C reaches the child from the terminal too; this process only has to wait for its end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
