import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CodedError } from '@heliostat/platform';
import { readAppLine } from './app-line.js';
import { appRuntime } from './app-runtime.js';
import { endWithin, exitOf } from './child-end.js';
import { eachLine } from './child-lines.js';
import { RotatingLog } from './rotating-log.js';
import { describeExit, type Running, type Start } from './supervised.js';

const readyMs = 60_000;
/** More than the apps' own grace of 15 s. */
const stopMs = 20_000;
const warn = 40;

export type AppOptions = {
  name: string;
  /** The built main file. */
  main: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Shows lines of this level and above. */
  showFrom?: number;
  show: (text: string, isError: boolean) => void;
};

/**
 * Starts an app and resolves when it sends `{ type: 'ready' }`. Its whole output goes to the log file, warnings and
 * errors also to the terminal. Throws `launcher/app-start`; why is in the lines above.
 */
export function appProcess(options: AppOptions): Start {
  const log = new RotatingLog(options.logFile);
  const runtime = appRuntime(options.name);
  return async (signal) => {
    signal.throwIfAborted();
    const child = fork(options.main, [], {
      cwd: options.cwd,
      // Whoever set a variable knows better.
      env: { ...runtime.env, ...options.env },
      execArgv: [...runtime.flags, '--import', exitWithParent()],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Not in the terminal's process group: Ctrl-C is for the launcher, which stops the apps in order.
      detached: true,
    });
    const showFrom = options.showFrom ?? warn;
    const take = (fromStderr: boolean) => (line: string) => {
      log.write(line);
      const { level, text } = readAppLine(line, fromStderr);
      if (level >= showFrom) options.show(text, level > warn);
    };
    if (child.stdout) eachLine(child.stdout, take(false));
    if (child.stderr) eachLine(child.stderr, take(true));
    const exited = exitOf(child);
    const running: Running = {
      pid: child.pid ?? 0,
      exited,
      stop: () =>
        endWithin(
          exited,
          stopMs,
          () => child.kill('SIGTERM'),
          () => child.kill('SIGKILL'),
        ),
      kill: () => void child.kill('SIGKILL'),
    };
    let timer: NodeJS.Timeout | undefined;
    const ready = new Promise<void>((resolve, reject) => {
      const fail = (words: string) =>
        reject(
          new CodedError('launcher/app-start', `${options.name} ${words}; its log is ${options.logFile}`),
        );
      child.on('message', (message) => {
        if ((message as { type?: unknown } | null)?.type === 'ready') resolve();
      });
      timer = setTimeout(() => fail(`was not ready within ${readyMs / 1000} s`), readyMs);
      // What it wrote last may still be on its way.
      void exited.then((exit) => setTimeout(() => fail(`ended at its start (${describeExit(exit)})`), 50));
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    try {
      await ready;
    } catch (error) {
      await running.stop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
    return running;
  };
}

/** What to `--import` into a Node process with a channel to us, so that it ends `graceMs` after we have gone. */
export const exitWithParent = (graceMs = 20_000): string =>
  new URL(
    `./exit-with-parent.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}?grace=${graceMs}`,
    import.meta.url,
  ).href;

/** The built main file of an app of this workspace. */
export const appMain = (root: string, app: string): string => `${root}/apps/${app}/dist/main.js`;

/** The workspace's root, from this file in `tools/launcher/{src,dist}/supervise`. */
export const workspaceRoot = (): string =>
  fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');
