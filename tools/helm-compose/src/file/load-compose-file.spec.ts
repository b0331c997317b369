import { parseComposeFile } from './load-compose-file.js';

const head = 'apiVersion: "1.1"\nstorage: {name: test}\n';
const faultOf = (source: string): string => {
  try {
    parseComposeFile(source, 'compose.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

describe(parseComposeFile.name, () => {
  it('reads every key of the format', () => {
    const sut = parseComposeFile(
      `${head}repositories: {argo: https://example.com/charts}
releases:
  core:
    name: heliostat-core
    chart: ./charts/core
    chartVersion: 1.2.3
    namespace: heliostat
    createNamespace: true
    namespaceLabels: {level: restricted, tier: 1}
    needs: []
    skipIfPresent: {crds: [a.b.c]}
    forceUpdate: true
    historyMax: 5
    cleanUpOnFail: true
    dependencyUpdate: true
    skipTlsVerify: true
    skipCrds: true
    postRenderer: ./render.sh
    postRendererArgs: [a]
    kubeconfig: ~/.kube/config
    kubecontext: dev
    caFile: ca.pem
    certFile: cert.pem
    keyFile: key.pem
    timeout: 1h30m
    wait: false
    values: {a: 1}
    valueFiles: [a.yaml, {file: b.yaml, optional: true}]
    deletionStrategy: foreground
    deletionTimeout: 90s
    deletionNoHooks: true
    keepHistory: true
`,
      'compose.yaml',
    );
    expect(sut.storage).toEqual({
      name: 'test',
      type: 'kubernetes',
      namespace: 'default',
      numberOfRevisions: 10,
    });
    expect(sut.releases.core).toMatchObject({ namespaceLabels: { tier: '1' }, timeout: '1h30m' });
  });

  it.each([
    [
      'a missing chart',
      `${head}releases:\n  core: {namespace: a}\n`,
      'compose.yaml:4: releases.core.chart: is missing',
    ],
    [
      'a misspelt key',
      `${head}releases:\n  core:\n    chart: ./a\n    namepsace: a\n`,
      'compose.yaml:6: releases.core.namepsace: is no key of the format',
    ],
    [
      'an unknown need',
      `${head}releases:\n  core: {chart: ./a, needs: [infra]}\n`,
      'compose.yaml:4: releases.core.needs: names the release infra, which is not in the file',
    ],
    [
      'a wrong duration',
      `${head}releases:\n  a: {chart: ./a, timeout: 5 min}\n`,
      /releases\.a\.timeout: must be a duration such as/,
    ],
    [
      'an old format',
      'apiVersion: "0.9"\nstorage: {name: a}\nreleases: {}\n',
      /compose\.yaml:1: apiVersion: .*"1\.1"/,
    ],
    ['no storage', 'apiVersion: "1.1"\nreleases: {}\n', /storage: is missing/],
    [
      'S3',
      'apiVersion: "1.1"\nstorage: {name: a, type: s3}\nreleases: {}\n',
      /s3 is not supported\. Use "kubernetes"/,
    ],
    [
      'a value file of another shape',
      `${head}releases:\n  a: {chart: ./a, valueFiles: [1]}\n`,
      /valueFiles\.0: must be a path, or \{file/,
    ],
    [
      'a repository that is no URL',
      `${head}repositories: {a: b}\nreleases: {}\n`,
      /repositories\.a: must be a URL/,
    ],
    ['YAML that is none', 'releases: [', /compose\.yaml: .*flow/i],
    ['an empty file', '', /apiVersion: /],
  ])('names %s by its path', (_what, source, expected) => {
    const sut = faultOf(source);
    if (typeof expected === 'string') expect(sut).toBe(expected);
    else expect(sut).toMatch(expected);
  });

  it('names all faults at once', () => {
    expect(faultOf(`${head}releases:\n  a: {}\n  b: {chart: ./b, wait: 1}\n`).split('\n')).toHaveLength(2);
  });
});
