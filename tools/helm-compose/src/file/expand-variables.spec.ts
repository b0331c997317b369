import { parseComposeFile } from './load-compose-file.js';
import { expandVariables, withoutMarks } from './expand-variables.js';

const env = {
  HOST: 'example.com',
  COUNT: '3',
  FLAG: 'true',
  EMPTY: '',
  LONG: '12345678901234567890',
  ZERO: '007',
};

/** Expands a value that stands in a file as it is written. */
const expanded = (yaml: string): unknown => {
  const source = `apiVersion: "1.1"\nstorage: {name: a}\nreleases:\n  a:\n    chart: ./a\n    values:\n      v: ${yaml}\n`;
  const { values } = parseComposeFile(source, 'f').releases.a!;
  return expandVariables(values!, env, 'releases.a.values').v;
};

describe(expandVariables.name, () => {
  it.each<[string, unknown]>([
    ['https://$HOST/a', 'https://example.com/a'],
    ['${HOST}:${COUNT}', 'example.com:3'],
    ['${NONE:-fallback}', 'fallback'],
    ['${NONE-}', ''],
    ['${EMPTY:-fallback}', 'fallback'],
    ['"${EMPTY-fallback}"', ''],
    ['a$$HOST', 'a$HOST'],
    ['"^[a-z]+$"', '^[a-z]+$'],
    ['$5 a month', '$5 a month'],
    ['[$HOST, {deep: "${HOST}"}]', ['example.com', { deep: 'example.com' }]],
  ])('makes %s into %j', (yaml, value) => {
    expect(expanded(yaml)).toEqual(value);
  });

  it.each<[string, unknown]>([
    ['$COUNT', 3],
    ['"$COUNT"', '3'],
    ['$FLAG', true],
    ["'$FLAG'", 'true'],
    ['$LONG', '12345678901234567890'],
    ['$ZERO', '007'],
  ])('reads %s as YAML would read the text in its place: %j', (yaml, value) => {
    expect(expanded(yaml)).toBe(value);
  });

  it('names each variable that is not set with its path and the way out', () => {
    expect(() => expanded('{deep: [$NONE, ok]}')).toThrow(
      'releases.a.values.v.deep.0: the environment variable NONE is not set. Set it, give a default (${NONE:-…}), or write $$ for a dollar sign.',
    );
  });

  it('leaves the variables in what is kept', () => {
    const source =
      'apiVersion: "1.1"\nstorage: {name: a}\nreleases:\n  a: {chart: ./a, values: {v: $COUNT}}\n';
    expect(withoutMarks(parseComposeFile(source, 'f')).releases.a!.values).toEqual({ v: '$COUNT' });
  });
});
