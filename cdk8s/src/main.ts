import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { errorMessage } from '@heliostat/platform';
import { environments } from './environments/environments.js';
import { synthesise, type Rendered } from './synth/synthesise.js';
import { driftOf, readRendered, writeRendered } from './synth/write-rendered.js';
import { valueTypes, valueTypeSource, type ChartName } from './value-types/value-types.js';

const usage = `main.js types|synth|check
  types   write the types of the charts' values into src/generated
  synth   write what Argo CD reads into cdk8s/dist
            --environment <name>   only this one
            --repo-url <url>       another address of the repository
            --revision <name>      another tag, branch or commit
            --namespace <name>     another namespace than heliostat; monitoring in <name>-monitoring
            --out <folder>         another folder than cdk8s/dist
  check   fail when either is not what it should be`;

const root = join(import.meta.dirname, '..', '..');
const generated = join(root, 'cdk8s', 'src', 'generated');
const dist = join(root, 'cdk8s', 'dist');

async function types(): Promise<Rendered> {
  const charts = Object.keys(valueTypes) as ChartName[];
  const entries = charts.map(
    async (chart) => [`${chart}.ts`, await valueTypeSource(join(root, 'charts'), chart)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

type SynthOptions = { environment?: string; 'repo-url'?: string; revision?: string; namespace?: string };

function rendered(options: SynthOptions): Rendered {
  const chosen = environments.filter(
    ({ name }) => options.environment === undefined || name === options.environment,
  );
  if (chosen.length === 0)
    throw new Error(
      `no environment ${options.environment}; there are ${environments.map(({ name }) => name).join(', ')}`,
    );
  return Object.fromEntries(
    chosen.flatMap((environment) => {
      const source = {
        repoURL: options['repo-url'] ?? environment.source.repoURL,
        targetRevision: options.revision ?? environment.source.targetRevision,
      };
      const { namespace } = options;
      const namespaces = namespace
        ? { heliostat: namespace, monitoring: `${namespace}-monitoring` }
        : environment.namespaces;
      const files = synthesise({ ...environment, source, namespaces }, join(root, 'load'));
      return Object.entries(files).map(([path, text]) => [`${environment.name}/${path}`, text]);
    }),
  );
}

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { environment: text, 'repo-url': text, revision: text, namespace: text, out: text },
  });
  switch (positionals[0]) {
    case 'types':
      writeRendered(generated, await types());
      return 0;
    case 'synth':
      writeRendered(values.out ?? dist, rendered(values));
      return 0;
    case 'check': {
      const stale = [
        ...driftOf(await types(), readRendered(generated)).map(
          (path) => `cdk8s/src/generated/${path}: npm run cdk8s:types`,
        ),
        ...driftOf(rendered({}), readRendered(dist)).map((path) => `cdk8s/dist/${path}: npm run cdk8s:synth`),
      ];
      if (stale.length > 0)
        console.error(`✖ not up to date:\n${stale.map((line) => `  ${line}`).join('\n')}`);
      return stale.length > 0 ? 1 : 0;
    }
    default:
      console.error(usage);
      return 2;
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`✖ ${errorMessage(error)}`);
  return 1;
});
