import { joinPath, parseTarget } from './target-url.js';

describe(joinPath.name, () => {
  it.each([
    ['https://a.example', '/v1/models?x=1', '/v1/models?x=1'],
    ['https://a.example/', '/v1/models', '/v1/models'],
    ['https://a.example/base/', '/v1/models', '/base/v1/models'],
    ['https://a.example/v1', '/v1/models', '/v1/models'],
    ['https://a.example/v1', '/v1', '/v1'],
    ['https://a.example/api/v1', '/v1/models', '/api/v1/models'],
    ['https://a.example/v1', '/v1beta/models', '/v1/v1beta/models'],
    ['https://a.example/v1', '/models', '/v1/models'],
    ['https://a.example/openai', '/openai/models', '/openai/openai/models'],
    ['https://a.example/x?api-version=1', '/models', '/x/models?api-version=1'],
    ['https://a.example/x?api-version=1', '/models?a=b', '/x/models?api-version=1&a=b'],
  ])('joins %s and %s', (target, path, expected) => {
    expect(joinPath(parseTarget(target, 'The target'), path)).toBe(expected);
  });
});

describe(parseTarget.name, () => {
  it.each(['', 'api.example.com', 'file:///etc/passwd', 'https://u:p@a.example', 'http://'])(
    'refuses "%s"',
    (url) => {
      expect(() => parseTarget(url, 'The target')).toThrow(/^The target /);
    },
  );

  it('does not repeat credentials in its error', () => {
    expect(() => parseTarget('https://user:hunter2@a.example', 'x')).not.toThrow(/hunter2/);
  });
});
