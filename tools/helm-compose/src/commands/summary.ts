import type { Outcome } from '../plan/run-in-order.js';
import type { Report } from '../report/report.js';

/** Prints the notes of what is new and the count of what went wrong, and gives the exit code. */
export function summarise(report: Report, outcomes: Map<string, Outcome>): number {
  report.stop();
  for (const [release, outcome] of outcomes)
    if (outcome.state === 'done' && outcome.notes) report.line(`\nNotes of ${release}:\n${outcome.notes}\n`);
  const of = (...states: Outcome['state'][]) =>
    [...outcomes].filter(([, { state }]) => states.includes(state)).map(([release]) => release);
  const failed = of('failed');
  const untried = of('blocked');
  const stopped = of('interrupted');
  if (failed.length + untried.length + stopped.length === 0) return 0;
  const parts = [
    ...(failed.length > 0 ? [`failed: ${failed.join(', ')}`] : []),
    ...(stopped.length > 0 ? [`stopped: ${stopped.join(', ')}`] : []),
    ...(untried.length > 0 ? [`not tried: ${untried.join(', ')}`] : []),
  ];
  report.fail(`${of('done', 'skipped').length} of ${outcomes.size} releases went well; ${parts.join('; ')}`);
  return 1;
}
