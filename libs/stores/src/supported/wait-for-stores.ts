import { setTimeout } from 'node:timers/promises';
import { CodedError, errorMessage } from '@heliostat/platform';
import { UnsupportedStoreError, type StoreProbe } from './store-probe.js';

const everyMs = 1_000;

export type WaitOptions = {
  timeoutMs: number;
  /** One line whenever a store comes, or is away for another reason than before. */
  tell: (line: string, isFault: boolean) => void;
  now?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
};

/**
 * Resolves once every store answers and is new enough. Asks the others again each second. Throws
 * `stores/unsupported-version` at once for a store that is too old, and `stores/away` after the time, naming each store
 * that is away and why.
 */
export async function waitForStores(probes: readonly StoreProbe[], options: WaitOptions): Promise<void> {
  const { timeoutMs, tell, now = Date.now, sleep = setTimeout } = options;
  const deadline = now() + timeoutMs;
  const faults = new Map<StoreProbe, string>();
  let left = [...probes];
  for (;;) {
    const answers = await Promise.all(left.map(async (probe) => ({ probe, answer: await ask(probe) })));
    for (const { probe, answer } of answers) {
      if (!('fault' in answer)) {
        tell(`${probe.store}: ${answer.version} at ${probe.where}`, false);
        faults.delete(probe);
        continue;
      }
      if (answer.final) throw answer.final;
      if (faults.get(probe) !== answer.fault)
        tell(`waiting for ${probe.store} at ${probe.where}: ${answer.fault}`, true);
      faults.set(probe, answer.fault);
    }
    left = left.filter((probe) => faults.has(probe));
    if (left.length === 0) return;
    if (now() + everyMs > deadline) break;
    await sleep(everyMs);
  }
  throw new CodedError(
    'stores/away',
    [
      timeoutMs > 0 ? `After ${Math.round(timeoutMs / 1000)} s still away:` : 'Away:',
      ...left.map((probe) => `  ${probe.store} at ${probe.where}: ${faults.get(probe)}`),
    ].join('\n'),
    503,
  );
}

type Answer = { version: string } | { fault: string; final?: UnsupportedStoreError };

async function ask(probe: StoreProbe): Promise<Answer> {
  try {
    return { version: await probe.ask() };
  } catch (error) {
    const fault = errorMessage(error);
    return error instanceof UnsupportedStoreError ? { fault, final: error } : { fault };
  }
}
