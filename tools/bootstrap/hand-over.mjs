import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const watchMs = 500;

/**
 * Runs a command in a session of its own, so that a Ctrl-C in the terminal reaches it once, from here, and not also from
 * the terminal; its channel tells it when this process is killed. Passes signals on, and ends as the command ends. An npm
 * that is killed tells nobody: where npm runs this, its end is taken for SIGTERM.
 */
export function handOver(file, args, options) {
  const child = spawn(file, args, {
    ...options,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) onParentGone(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`✖ the launcher cannot be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1));
  });
}

function onParentGone(act) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, watchMs);
}
