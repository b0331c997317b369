import { dependencyOrder } from './dependency-order.js';

/** How one release came out. `skipped` and `done` let those that need it go on. */
export type Outcome =
  | { state: 'done'; words: string; notes?: string }
  | { state: 'skipped'; words: string }
  | { state: 'failed'; words: string }
  | { state: 'blocked'; words: string }
  | { state: 'interrupted'; words: string };

type Options = {
  parallel: number;
  /** Once aborted, nothing new is started. */
  signal: AbortSignal;
  work: (release: string) => Promise<Outcome>;
  onSettled: (release: string, outcome: Outcome) => void;
};

const passes = (outcome: Outcome | undefined) => outcome?.state === 'done' || outcome?.state === 'skipped';

/**
 * Works on each release once all that it needs came out well, on as many at a time as told. What needs a failed one is
 * not tried; the others go on.
 */
export async function runInOrder(
  releases: Record<string, { needs?: string[] | undefined }>,
  { parallel, signal, work, onSettled }: Options,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const waiting = dependencyOrder(releases);
  const running = new Map<string, Promise<void>>();
  const needsOf = (release: string) =>
    (releases[release]!.needs ?? []).filter((need) => Object.hasOwn(releases, need));
  const settle = (release: string, outcome: Outcome) => {
    outcomes.set(release, outcome);
    onSettled(release, outcome);
  };
  const start = (release: string) =>
    running.set(
      release,
      work(release).then((outcome) => {
        running.delete(release);
        settle(release, outcome);
      }),
    );
  while (waiting.length > 0 || running.size > 0) {
    for (const release of [...waiting]) {
      const broken = needsOf(release).filter((need) => outcomes.has(need) && !passes(outcomes.get(need)));
      if (signal.aborted || broken.length > 0) {
        waiting.splice(waiting.indexOf(release), 1);
        settle(release, { state: 'blocked', words: blockedBy(broken, outcomes) });
      } else if (running.size < parallel && needsOf(release).every((need) => passes(outcomes.get(need)))) {
        waiting.splice(waiting.indexOf(release), 1);
        start(release);
      }
    }
    if (running.size > 0) await Promise.race(running.values());
  }
  return outcomes;
}

function blockedBy(broken: string[], outcomes: Map<string, Outcome>): string {
  if (broken.length === 0) return 'not tried: stopped before its turn';
  const states = broken.map(
    (need) => `${need}, which ${outcomes.get(need)!.state === 'blocked' ? 'was not tried' : 'failed'}`,
  );
  return `not tried: needs ${states.join(' and ')}`;
}
