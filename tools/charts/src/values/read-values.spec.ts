import { readValues as sut } from './read-values.js';

describe('readValues', () => {
  it('takes the text after "--" and the lines after it as the description', () => {
    const [node] = sut('# an aside\n# -- How many\n# pods run.\nreplicas: 2\n', 'values.yaml');
    expect(node).toMatchObject({ path: 'replicas', value: 2, description: 'How many pods run.' });
  });

  it('describes the first key of a nested map by the comment above that key', () => {
    const [node] = sut('# -- The proxy.\nproxy:\n  # -- Its port.\n  port: 8787\n', 'values.yaml');
    expect(node?.description).toBe('The proxy.');
    expect(node?.children).toMatchObject([{ path: 'proxy.port', description: 'Its port.' }]);
  });

  it('does not take a comment that a blank line parts from the key', () => {
    const [node] = sut('# -- Of something else.\n\nreplicas: 2\n', 'values.yaml');
    expect(node?.description).toBe('');
  });

  it('reads a schema over several lines and keeps it out of the description', () => {
    const [node] = sut('# -- Kind.\n# @schema {enum: [a,\n#   b]}\nkind: a\n', 'values.yaml');
    expect(node).toMatchObject({ description: 'Kind.', schema: { enum: ['a', 'b'] } });
  });

  it('reads a schema in YAML blocks', () => {
    const [node] = sut('# -- Kind.\n# @schema\n#   enum:\n#     - a\nkind: a\n', 'values.yaml');
    expect(node).toMatchObject({ description: 'Kind.', schema: { enum: ['a'] } });
  });

  it('asks for no comments below a key whose schema is a reference', () => {
    const source = '# -- Limits.\n# @schema {$ref: resources}\nresources:\n  requests:\n    cpu: 10m\n';
    const [node] = sut(source, 'values.yaml');
    expect(node?.children).toBeUndefined();
    expect(node?.value).toEqual({ requests: { cpu: '10m' } });
  });

  it('names the file and the key of a schema that is no map', () => {
    expect(() => sut('# -- A.\n# @schema string\na: b\n', 'charts/x/values.yaml')).toThrow(
      'charts/x/values.yaml: @schema of a must be a map',
    );
  });

  it('names the line of a file that is no YAML', () => {
    expect(() => sut('a: [1\nb: 2\n', 'charts/x/values.yaml')).toThrow(/charts\/x\/values\.yaml: .*line 2/s);
  });
});
