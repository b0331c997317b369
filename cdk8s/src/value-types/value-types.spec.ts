import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreValues } from '../generated/heliostat-core.js';
import { valueTypes, valueTypeSource, type ChartName } from './value-types.js';

const root = join(import.meta.dirname, '..', '..', '..');

describe(valueTypeSource.name, () => {
  it.each(Object.keys(valueTypes) as ChartName[])(
    'makes of the schema of %s what stands in src/generated (npm run cdk8s:types)',
    async (chart) => {
      const file = join(root, 'cdk8s', 'src', 'generated', `${chart}.ts`);
      expect(await valueTypeSource(join(root, 'charts'), chart)).toBe(readFileSync(file, 'utf8'));
    },
  );

  it('makes types that refuse wrong values when an environment is compiled', () => {
    const right: CoreValues = { proxy: { replicas: 2 } };
    // @ts-expect-error A misspelt key. The compiler fails here when it is let through.
    const misspelt: CoreValues = { proxy: { replcias: 2 } };
    // @ts-expect-error Text for a number.
    const text: CoreValues = { proxy: { replicas: '2' } };
    // @ts-expect-error A word that is none of the list.
    const word: CoreValues = { worker: { autoscaling: { mode: 'sometimes' } } };
    expect([right, misspelt, text, word].map((values) => typeof values)).toEqual(Array(4).fill('object'));
  });
});
