import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { runTool } from '@heliostat/charts';
import { synthesise } from '../synth/synthesise.js';
import { environments } from './environments.js';

const root = join(import.meta.dirname, '..', '..', '..');
type Application = {
  spec: {
    source: { path: string; helm?: { releaseName: string; valuesObject: object } };
    destination: { namespace: string };
  };
};

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  '%s',
  (_name, environment) => {
    it('has values that each chart accepts: ranges, patterns and what fits together, which types do not tell', async () => {
      const files = synthesise(environment, join(root, 'load'));
      const apps = Object.entries(files).filter(([path]) => path.startsWith('apps/'));
      const charts = apps
        .map(([, text]) => (parse(text) as Application).spec)
        .filter(({ source }) => source.helm);
      expect(charts.length).toBeGreaterThan(0);
      for (const { source, destination } of charts) {
        const { releaseName, valuesObject } = source.helm!;
        const args = [
          'template',
          releaseName,
          join(root, source.path),
          '--namespace',
          destination.namespace,
          '--values',
          '-',
        ];
        expect(await runTool('helm', args, { input: stringify(valuesObject) })).toContain('kind:');
      }
    });
  },
);
