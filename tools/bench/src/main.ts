import { errorMessage } from '@heliostat/platform';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBenchOptions, usage } from './bench-options.js';
import { describeMachine } from './host/machine.js';
import { ManagedProcess } from './process/managed-process.js';
import { budgetTable, renderReport } from './report/report.js';
import { runBench } from './run-bench.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = join(root, 'docs', 'benchmarks.md');

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void ManagedProcess.stopAll().then(() => process.exit(130)));

try {
  await bench();
} catch (error) {
  console.error(`✖ ${errorMessage(error)}`);
  await ManagedProcess.stopAll();
  process.exitCode = 1;
}

async function bench(): Promise<void> {
  const argv = process.argv.slice(2);
  const options = readBenchOptions(argv);
  if (options.help) return console.log(usage);
  const { measured, notRun } = await runBench(options, join(root, '.cache', 'bench'), console.log);
  const words = argv.map((word) => (/\s/.test(word) ? `'${word}'` : word));
  const command = ['npm run bench', ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
  const previous = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const report = renderReport(describeMachine(), command, new Date(), measured, notRun, previous);
  console.log(`\n${budgetTable(measured.flatMap(({ result }) => result.budgets))}`);
  for (const line of notRun) console.log(`not run: ${line}`);
  if (options['no-write'] || (options.only && !options.write)) console.log(`\n${report}`);
  else {
    writeFileSync(page, report);
    console.log(`\n▸ docs/benchmarks.md`);
  }
  if (measured.length === 0) process.exitCode = 1;
}
