import { CodedError, errorMessage } from '@heliostat/platform';
import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { chartNames } from './generate/chart-files.js';
import { writeKubernetesSchemas } from './generate/write-kubernetes-schemas.js';
import { staleFiles, writeCharts } from './generate/generate-charts.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'charts');
const schemas = join(import.meta.dirname, '..', 'src', 'schemas');
const program = new Command('charts').description('Generates what follows from the charts’ values.yaml');

const chosen = (names: string[]): string[] => {
  for (const name of names)
    if (!existsSync(join(folder, name, 'Chart.yaml')))
      throw new CodedError(
        'charts/unknown',
        `no chart "${name}"; there are ${chartNames(folder).join(', ')}`,
      );
  return names.length > 0 ? names : chartNames(folder);
};

program
  .command('generate [charts...]')
  .description('write values.schema.json and README.md of all charts, or of those named')
  .action((names: string[]) => {
    const changed = writeCharts(folder, chosen(names));
    for (const path of changed) console.log(`wrote ${relative(process.cwd(), path)}`);
    if (changed.length === 0) console.log('all charts are up to date');
  });

program
  .command('check [charts...]')
  .description('fail when a generated file is not what would be generated')
  .action((names: string[]) => {
    const stale = staleFiles(folder, chosen(names));
    for (const { path } of stale) console.error(`✖ ${relative(process.cwd(), path)} is out of date`);
    if (stale.length === 0) return console.log('all charts are up to date');
    console.error('run: npm run charts:generate');
    process.exitCode = 1;
  });

program
  .command('kubernetes-schemas <releases...>')
  .description('write the schemas that tests check manifests with, for releases such as 1.34.4 (needs go)')
  .action((releases: string[]) => {
    for (const release of releases)
      console.log(`wrote ${relative(process.cwd(), writeKubernetesSchemas(schemas, release))}`);
  });

try {
  program.parse();
} catch (error) {
  console.error(`✖ ${errorMessage(error)}`);
  process.exitCode = 1;
}
