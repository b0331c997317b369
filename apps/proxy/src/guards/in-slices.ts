import { performance } from 'node:perf_hooks';
import { threadCpuUsage } from 'node:process';
import { FairQueue } from '../fairness/fair-queue.js';

/** Work that says, by `yield`, where it may be interrupted: each few tenths of a millisecond at the most. */
export type Sliced<T> = Generator<void, T, void>;

/** At once, which is all that ordinary texts take; and then at a turn of the event loop. */
const firstSliceMs = 2;
const sliceMs = 5;
/** Works that wait for a turn, of one owner at most half; more are given up. */
const maxWaiting = 256;

export type SliceLimits = {
  /** Processor time of the whole work, in milliseconds. */
  budgetMs: number;
  /** Whose work it is: owners take turns. */
  owner?: string | undefined;
  /** Processor time of this thread so far, in milliseconds. */
  cpuMs?: () => number;
};

/** What became of a work: its result, or that it took more time than it may, or that too many wait. */
export type SlicedOutcome<T> = { kind: 'done'; value: T } | { kind: 'over-budget' } | { kind: 'busy' };

const waiting = new FairQueue<() => void>(maxWaiting);

/** One at a turn, however many wait: input and output, and other calls, come in between. */
function wakeOne(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(wakeOne);
}

/** Undefined where too many wait. */
function nextTurn(owner: string): Promise<void> | undefined {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (!waiting.push(owner, resolve)) return undefined;
  if (waiting.length === 1) setImmediate(wakeOne);
  return promise;
}

/** Processor time and not the clock's: a machine that is busy with other things must not spend a call's budget. */
function threadCpuMs(): number {
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
}

/** Runs a work in slices, so that however long it takes nothing else of this process waits for more than one. */
export async function inSlices<T>(
  work: Sliced<T>,
  { budgetMs, owner = '', cpuMs = threadCpuMs }: SliceLimits,
): Promise<SlicedOutcome<T>> {
  let spent = 0;
  let length = firstSliceMs;
  for (;;) {
    const cpuStart = cpuMs();
    const start = performance.now();
    do {
      const step = work.next();
      if (step.done === true) return { kind: 'done', value: step.value };
    } while (performance.now() - start < length);
    spent += cpuMs() - cpuStart;
    if (spent > budgetMs) return { kind: 'over-budget' };
    const turn = nextTurn(owner);
    if (turn === undefined) return { kind: 'busy' };
    await turn;
    length = sliceMs;
  }
}

/**
 * A work whose result serves all: who needs it while it is under way helps it on, so that nobody does it a second time, and
 * what one that was given up has done is not lost.
 */
export function onceForAll<T>(begin: () => Sliced<T>): () => Sliced<T> {
  let under: Sliced<T> | undefined;
  let result: { value: T } | undefined;
  return function* () {
    while (result === undefined) {
      under ??= begin();
      let step: IteratorResult<void, T>;
      try {
        step = under.next();
      } catch (error) {
        under = undefined;
        throw error;
      }
      if (step.done === true) result = { value: step.value };
      else yield;
    }
    under = undefined;
    return result.value;
  };
}

/** Runs a work at one go: for tools and tests. */
export function atOnce<T>(work: Sliced<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
