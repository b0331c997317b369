/** One Ctrl-C may arrive twice, from the terminal and forwarded by npm: within this time it is one. */
const sameMs = 1_000;

export type Signals = { on(event: string, listener: () => void): unknown };

/**
 * Calls `stop` at the first SIGINT, SIGTERM or SIGHUP, or when the process that started us with a channel goes away;
 * and `force` at a second signal.
 */
export function onStopSignals(
  stop: () => void,
  force: () => void,
  signals: Signals = process,
  now: () => number = Date.now,
): void {
  let first: number | undefined;
  const take = () => {
    if (first === undefined) {
      first = now();
      stop();
    } else if (now() - first >= sameMs) force();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) signals.on(signal, take);
  signals.on('disconnect', () => {
    if (first === undefined) take();
  });
}
