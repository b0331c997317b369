import { errorMessage } from '@heliostat/platform';
import { assertRoom } from '../data-directory/disk-room.js';
import { banner } from '../progress/banner.js';
import type { Progress } from '../progress/progress.js';
import { tellFailure } from '../progress/tell-failure.js';
import { askApps } from '../readiness/ask-apps.js';
import { Launch, type LaunchOptions } from './launch.js';
import { onStopSignals } from './stop-signals.js';

const roomEveryMs = 30_000;

export type StartOptions = Omit<LaunchOptions, 'progress'> & {
  progress: Progress;
  /** Runs once everything is up, as the watcher of the dev mode does. */
  afterStart?: (launch: Launch) => Promise<void> | void;
};

/** `heliostat start`: runs until a signal stops it. Resolves with the exit code. */
export async function start(options: StartOptions): Promise<number> {
  const { progress } = options;
  let launch: Launch;
  try {
    launch = new Launch(options);
  } catch (error) {
    tellFailure(progress, error);
    return 1;
  }
  let ended = false;
  const stopped = new Promise<void>((resolve) => {
    onStopSignals(
      () => {
        if (!ended) progress.plain('\nStopping (Ctrl-C again ends everything at once)');
        resolve();
      },
      () => {
        progress.warn('ending everything at once');
        launch.kill();
        process.exit(1);
      },
    );
  });
  const stop = async () => {
    await launch.stop();
    progress.note('stopped');
  };

  const starting = launch.start();
  try {
    const early = await Promise.race([starting.then(() => false), stopped.then(() => true)]);
    if (early) {
      starting.catch(() => {});
      await stop();
      return 0;
    }
  } catch (error) {
    tellFailure(progress, error);
    ended = true;
    await launch.stop();
    return 1;
  }
  if (launch.apps.size > 0) {
    progress.plain(banner(launch.config, progress));
    await tellDegraded(launch, progress);
  } else progress.note('the stores are ready');
  await options.afterStart?.(launch);
  const room = setInterval(() => {
    assertRoom(launch.config.HELIOSTAT_DATA_DIR).catch((error) => progress.warn(errorMessage(error)));
  }, roomEveryMs);
  await stopped;
  clearInterval(room);
  await stop();
  return 0;
}

/** An app starts without what it can do without for a while; who started it should know what is away, and why. */
async function tellDegraded({ config }: Launch, progress: Progress): Promise<void> {
  const faults = (await askApps(config)).flatMap(({ app, degraded }) =>
    degraded.map((fault) => `${app} runs without ${fault}`),
  );
  for (const fault of faults) progress.warn(fault);
}
