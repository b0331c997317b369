import { readValues } from '../values/read-values.js';
import { renderReadme } from './render-readme.js';

const chart = {
  name: 'heliostat-x',
  version: '0.1.0',
  type: 'application' as const,
  description: 'Does x.',
  kubeVersion: '>=1.27.0-0',
  annotations: { 'heliostat/namespace': 'elsewhere' },
  dependencies: [],
};
const sut = (values: string, rest = {}) =>
  renderReadme({ chart, nodes: readValues(values, 'values.yaml'), examples: [], ...rest });

describe('renderReadme', () => {
  it('lists each leaf with its type, default and description', () => {
    expect(sut('# -- A.\na:\n  # -- Either | or.\n  b: true\n')).toContain(
      '| `a.b` | boolean | `true` | Either \\| or. |',
    );
  });

  it('names the definition as the type of a key that refers to one', () => {
    expect(sut('# -- A.\n# @schema {$ref: resources}\na: {}\n')).toContain('| `a` | resources | `{}` | A. |');
  });

  it('starts a table at each section', () => {
    const text = sut('# -- A.\na: 1\n# @section Second\n# -- B.\nb: 1\n');
    expect(text).toMatch(/\| `a` .*\n\n### Second\n\n\| key .*\n.*\n\| `b`/);
  });

  it('shows how to install into the namespace that the chart names', () => {
    expect(sut('')).toContain('--namespace elsewhere --create-namespace');
  });

  it('links the examples', () => {
    const examples = [{ path: 'examples/a.yaml', description: 'For a.' }];
    expect(sut('', { examples })).toContain('- [examples/a.yaml](examples/a.yaml): For a.');
  });
});
