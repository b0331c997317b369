import { Ajv } from 'ajv';
import { readValues } from '../values/read-values.js';
import { buildSchema } from './build-schema.js';
import { definitions } from './definitions.js';

const sut = (values: string, subcharts: string[] = []) =>
  buildSchema({ title: 'x', nodes: readValues(values, 'values.yaml'), subcharts });
const accepts = (values: string, given: unknown, subcharts: string[] = []) =>
  new Ajv({ strict: false }).compile(sut(values, subcharts))(given);

describe('buildSchema', () => {
  it('takes the type of a key from its default', () => {
    const values = '# -- A.\na: 1\n# -- B.\nb: true\n# -- C.\nc: text\n# -- D.\nd: [x]\n';
    expect(accepts(values, { a: 2, b: false, c: '', d: ['y'] })).toBe(true);
    for (const wrong of [{ a: '2' }, { a: 1.5 }, { b: 'yes' }, { c: 1 }, { d: [1] }])
      expect(accepts(values, wrong)).toBe(false);
  });

  it('refuses a key that the values file does not have, at any depth', () => {
    const values = '# -- A.\na:\n  # -- B.\n  b: 1\n';
    expect(accepts(values, { a: { c: 1 } })).toBe(false);
    expect(accepts(values, { d: 1 })).toBe(false);
  });

  it('takes globals and the values of subcharts', () => {
    expect(accepts('# -- A.\na: 1\n', { global: { any: 1 }, sub: { any: 1 } }, ['sub'])).toBe(true);
  });

  it('knows names of objects, keys and registries by what they are called, unless the file says otherwise', () => {
    const values =
      '# -- A.\na:\n  # -- S.\n  existingSecret:\n    # -- N.\n    name: x\n    # -- K.\n    passwordKey: y\n' +
      '  # -- C.\n  storageClass: z\n  # -- R.\n  imageRegistry: r.io\n  # -- P.\n' +
      '  # @schema {type: string}\n  priorityClassName: p\n';
    const name = (given: string) => accepts(values, { a: { existingSecret: { name: given } } });
    expect([name('mine-1.a'), name(''), name('Mine'), name('my_secret')]).toEqual([true, true, false, false]);
    expect(accepts(values, { a: { existingSecret: { passwordKey: 'a b' } } })).toBe(false);
    expect(accepts(values, { a: { storageClass: 'a b' } })).toBe(false);
    expect(accepts(values, { a: { imageRegistry: 'https://r.io' } })).toBe(false);
    expect(accepts(values, { a: { imageRegistry: 'r.io:5000/mirror/' } })).toBe(true);
    expect(accepts(values, { a: { priorityClassName: 'A B' } })).toBe(true);
  });

  it('merges @schema over what the default tells', () => {
    const values =
      '# -- A.\n# @schema {minimum: 1}\na: 1\n# -- B.\n# @schema {type: [string, "null"]}\nb: x\n';
    expect(accepts(values, { a: 5, b: null })).toBe(true);
    expect(accepts(values, { a: 0 })).toBe(false);
    expect(accepts(values, { a: 'x' })).toBe(false);
  });

  it('checks a referred definition, together with those that it refers to', () => {
    const values = '# -- A.\n# @schema {$ref: affinity}\na: {}\n';
    const term = { topologyKey: 'zone', labelSelector: { matchLabels: { a: 'b' } } };
    const affinity = (inner: unknown) => ({
      a: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [inner] } },
    });
    expect(accepts(values, affinity(term))).toBe(true);
    expect(accepts(values, affinity({ ...term, labelSelector: { matchLables: {} } }))).toBe(false);
  });

  it('names every key without a description and every empty default without a type', () => {
    expect(() => sut('a: 1\n# -- B.\nb: {}\n# -- C.\nc: []\n# -- D.\nd: null\n')).toThrow(
      /a has no description.*b is empty.*c is empty.*d is empty/s,
    );
  });

  it('names a definition that does not exist, with those that do', () => {
    expect(() => sut('# -- A.\n# @schema {$ref: resorces}\na: {}\n')).toThrow(
      /a: @schema refers to "resorces"; known are .*resources/,
    );
  });
});

describe('definitions', () => {
  it('are all valid schemas that refer only to one another', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    for (const name of Object.keys(definitions))
      expect(() => ajv.compile({ $defs: definitions, $ref: `#/$defs/${name}` })).not.toThrow();
  });

  it.each([
    ['quantity', ['500m', '1Gi', 2, '1.5'], ['1 Gi', 'lots', true]],
    ['duration', ['30s', '1h30m'], ['30', 's']],
    ['port', [80], [0, 70000, '80']],
    ['tolerations', [[{ key: 'a', operator: 'Exists' }]], [[{ key: 'a', effct: 'NoSchedule' }]]],
    ['env', [[{ name: 'A', value: '1' }]], [[{ name: 'A', value: 1 }], [{ value: 'x' }]]],
    ['securityContext', [{ runAsUser: 10001 }], [{ runAsUsr: 10001 }]],
    ['hostAliases', [[{ ip: '10.0.0.1', hostnames: ['a'] }]], [[{ hostnames: ['a'] }]]],
    ['image', [{ repository: 'a/b', digest: '' }], [{ repository: '' }, { digest: 'sha256:1' }]],
  ])('take what %s may be and nothing else', (name, right, wrong) => {
    const check = new Ajv({ strict: false }).compile({ $defs: definitions, $ref: `#/$defs/${name}` });
    for (const value of right) expect([value, check(value)]).toEqual([value, true]);
    for (const value of wrong) expect([value, check(value)]).toEqual([value, false]);
  });
});
