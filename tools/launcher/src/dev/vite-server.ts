import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { get } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError, type Config } from '@heliostat/platform';
import { exitWithParent } from '../supervise/app-process.js';
import { endWithin, exitOf } from '../supervise/child-end.js';
import { eachLine } from '../supervise/child-lines.js';
import type { Running, Start } from '../supervise/supervised.js';

const startMs = 60_000;
const stopMs = 5_000;

export type ViteOptions = {
  root: string;
  env: NodeJS.ProcessEnv;
  config: Pick<Config, 'HOST' | 'WEB_PORT'>;
  show: (text: string, isError: boolean) => void;
};

/** The dashboard by Vite's development server, from its sources, on the web port. */
export function viteServer({ root, env, config, show }: ViteOptions): Start {
  return async (signal) => {
    signal.throwIfAborted();
    const folder = join(root, 'apps', 'web');
    const vite = createRequire(join(folder, 'package.json')).resolve('vite/package.json');
    const args = [
      '--host',
      config.HOST,
      '--port',
      String(config.WEB_PORT),
      '--strictPort',
      '--clearScreen',
      'false',
    ];
    const child = fork(join(dirname(vite), 'bin', 'vite.js'), args, {
      execArgv: ['--import', exitWithParent(0)],
      cwd: folder,
      env: { ...env, NODE_ENV: 'development' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    if (child.stdout) eachLine(child.stdout, (line) => /error/i.test(line) && show(line, true));
    if (child.stderr) eachLine(child.stderr, (line) => show(line, true));
    const exited = exitOf(child);
    let ended = false;
    void exited.then(() => (ended = true));
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
    const deadline = Date.now() + startMs;
    while (!(await answers(config))) {
      if (ended) throw new CodedError('launcher/app-start', 'Vite ended at its start; see the lines above');
      if (signal.aborted || Date.now() > deadline) {
        await running.stop();
        signal.throwIfAborted();
        throw new CodedError('launcher/app-start', `Vite did not answer within ${startMs / 1000} s`);
      }
      await sleep(100);
    }
    return running;
  };
}

const answers = ({ HOST, WEB_PORT }: ViteOptions['config']): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get({ host: HOST, port: WEB_PORT, path: '/', agent: false, timeout: 5_000 }, (reply) => {
      reply.resume();
      resolve(true);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
