import { redactPath, takePathKey } from './path-key.js';

const key = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';

describe(takePathKey.name, () => {
  it.each([
    [`/${key}/v1/models?x=1`, '/v1/models?x=1'],
    [`/v1/${key}/chat/completions`, '/v1/chat/completions'],
    [`/${key}`, '/'],
    [`/${key}?x=1`, '/?x=1'],
    [`/v1/${key}`, '/v1'],
  ])('takes the key out of %s', (path, rest) => {
    expect(takePathKey(path)).toEqual({ path: rest, key });
  });

  it.each(['/v1/models', '/', `/v1/models/${key}`, `/v1/models?x=${key}`])('leaves %s alone', (path) => {
    expect(takePathKey(path)).toEqual({ path, key: undefined });
  });
});

describe(redactPath.name, () => {
  it.each([
    [`/v1/models/${key}/x`, '/v1/models/REDACTED/x'],
    ['/v1/models?key=AIza123&alt=sse', '/v1/models?key=REDACTED&alt=sse'],
    ['/x?a=1&api_key=s&b=2', '/x?a=1&api_key=REDACTED&b=2'],
    ['/x?X-Amz-Signature=abc', '/x?X-Amz-Signature=REDACTED'],
    ['/x?monkey=1', '/x?monkey=1'],
    [
      '/x?subscription-key=s&client_secret=t&password=u',
      '/x?subscription-key=REDACTED&client_secret=REDACTED&password=REDACTED',
    ],
    ['/x?a=1;key=s', '/x?a=1;key=REDACTED'],
    ['/x?%6Bey=s&%61pi%5Fkey=t', '/x?%6Bey=REDACTED&%61pi%5Fkey=REDACTED'],
    [`/v1/%73${key.slice(1)}/x`, '/v1/REDACTED/x'],
    ['/sk-proj-0123456789abcdef/x', '/REDACTED/x'],
    ['/v1/task-0123456789abcdef', '/v1/task-0123456789abcdef'],
    ['/x?a=100%&key=s', '/x?a=100%&key=REDACTED'],
  ])('redacts %s', (path, expected) => {
    expect(redactPath(path)).toBe(expected);
  });
});
