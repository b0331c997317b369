import { inSlices, type Sliced } from '../in-slices.js';
import type { Verdict } from './prompt-detector.js';

/** Processor time that a local detector spends on one call, in milliseconds: some eight times what
 * the longest ordinary call takes, and more than the slowest that `measure/worst-case.ts` finds. */
export const guardBudgetMs = 1_000;

/** So many calls with long texts wait that this one is not judged. */
export class GuardBusy extends Error {}

const tooSlow: Verdict = { threat: true, score: 1, reasons: ['time'] };

/**
 * The verdict of a work, in slices. Texts that use up the budget are an attack: no ordinary ones do, and to let them
 * pass would show the way around the detector.
 * @throws {GuardBusy} where too many calls wait.
 */
export async function judgedInSlices(
  work: Sliced<Verdict>,
  budgetMs: number,
  owner: string | undefined,
): Promise<Verdict> {
  const outcome = await inSlices(work, { budgetMs, owner });
  if (outcome.kind === 'busy') throw new GuardBusy('too many calls wait for the local detector');
  return outcome.kind === 'done' ? outcome.value : tooSlow;
}
