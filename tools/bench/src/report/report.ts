import type { Machine } from '../host/machine.js';
import type { Budget, PartResult } from '../parts/part.js';
import { table } from './markdown.js';

export type Measured = { title: string; result: PartResult };

const notesStart = '<!-- notes: kept by the benchmark, edit freely -->';
const notesEnd = '<!-- end of notes -->';

/** The whole page. Notes that somebody wrote between the marks of the page before are carried over. */
export function renderReport(
  machine: Machine,
  command: string,
  date: Date,
  measured: Measured[],
  notRun: string[],
  previous = '',
): string {
  const all = [...notRun, ...measured.flatMap(({ result }) => result.notRun)];
  return `${[
    '# Benchmarks',
    `Written by \`npm run bench\`; everything is measured in one run on one machine, over loopback.`,
    table(
      ['machine', ''],
      [
        ['date', date.toISOString().slice(0, 10)],
        ['processor', `${machine.cpu}, ${machine.cores} cores`],
        ['memory', `${machine.memoryGb} GB`],
        ['kernel, Node', `${machine.kernel}, ${machine.node}`],
        ['tools', machine.tools],
        ['command', `\`${command}\``],
      ],
    ),
    '## Budgets',
    budgetTable(measured.flatMap(({ result }) => result.budgets)),
    notes(previous),
    ...measured.flatMap(({ title, result }) => [`## ${title}`, result.markdown]),
    ...(all.length > 0 ? ['## Not run', all.map((line) => `- ${line}`).join('\n')] : []),
  ].join('\n\n')}\n`;
}

export const budgetTable = (budgets: Budget[]): string =>
  table(
    ['what', 'bar', 'measured', 'met'],
    budgets.map(({ what, bar, got, met }) => [what, bar, got, met ? 'yes' : '**no**']),
  );

function notes(previous: string): string {
  const from = previous.indexOf(notesStart);
  const to = previous.indexOf(notesEnd);
  const kept = from >= 0 && to > from ? previous.slice(from + notesStart.length, to).trim() : '';
  return [notesStart, kept, notesEnd].filter(Boolean).join('\n\n');
}
