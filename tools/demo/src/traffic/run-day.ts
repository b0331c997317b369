import { CodedError } from '@heliostat/platform';
import type { Random } from '@heliostat/simulator';
import { setTimeout as sleep } from 'node:timers/promises';
import { pickScenario } from '../scenarios/pick-scenario.js';
import type { CallResult, DemoCall, Scenario } from './call.js';
import type { CallSender } from './call-sender.js';
import { dayCurve } from './day-curve.js';
import { mishap } from './mishaps.js';
import { pickPerson } from './people.js';
import type { Tally } from './tally.js';

export type DayOptions = {
  sender: CallSender;
  random: Random;
  tally: Tally;
  durationMs: number;
  sessions: number;
  /** Scales the pauses between a session's calls; 1 by default. */
  pace?: number;
  /** Ends the day early; calls in flight are cancelled. */
  signal: AbortSignal;
  /** Called after each session with the share of the sessions that are over. */
  onProgress(sessionsDone: number): void;
};

/** Sessions at once; more wait their turn. */
const concurrency = 60;
const retryable = new Set([429, 500, 503, 529]);

/** Sends a day's sessions at their times. Throws `demo/refused` when the key is not accepted. */
export async function runDay(options: DayOptions): Promise<void> {
  const { random, signal, sessions, durationMs } = options;
  const start = performance.now();
  const running = new Set<Promise<void>>();
  let done = 0;
  let fault: unknown;
  for (const share of dayCurve(sessions, random)) {
    const wait = start + share * durationMs - performance.now();
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
    while (running.size >= concurrency) await Promise.race(running);
    if (signal.aborted || fault) break;
    const session = runSession(pickScenario({ random, person: pickPerson(random) }), share, options)
      .catch((error: unknown) => (fault ??= error))
      .then(() => {
        running.delete(session);
        options.onProgress(++done);
      });
    running.add(session);
  }
  await Promise.all(running);
  if (fault && !signal.aborted) throw fault;
}

async function runSession(scenario: Scenario, dayShare: number, options: DayOptions): Promise<void> {
  const { random, signal, pace = 1 } = options;
  let step = await scenario.next();
  while (!step.done && !signal.aborted) {
    let result = await sendOne(step.value, dayShare, options);
    // Client packages try once or twice again; so do these.
    if (retryable.has(result.status) && random.next() < 0.7) {
      await sleep(300 * pace, undefined, { signal });
      result = await sendOne(step.value, dayShare, options);
    }
    step = await scenario.next(result);
    if (!step.done) await sleep((200 + random.next() * 1500) * pace, undefined, { signal });
  }
}

async function sendOne(call: DemoCall, dayShare: number, options: DayOptions): Promise<CallResult> {
  const { sender, random, tally, signal } = options;
  const trouble = mishap(call, dayShare, random);
  const result = await sender.send(call, trouble, signal);
  tally.add(call.model.provider, result.status, trouble !== null);
  if (result.status === 401 && !(trouble && 'wrongKey' in trouble))
    throw new CodedError(
      'demo/refused',
      'The proxy refused the API key; create another one and give it by --key.',
      401,
    );
  return result;
}
