import { snippetsFor } from './snippets';

const apiKey = 'sk-helicone-aaaaaaa-bbbbbbb-ccccccc-ddddddd';
const sut = () => snippetsFor({ proxyUrl: 'https://proxy.example/', apiKey });

describe('snippetsFor', () => {
  it('covers the unified API first, then OpenAI in three forms and Anthropic in two', () => {
    expect(sut().map(({ id }) => id)).toEqual([
      'unified-curl',
      'unified-ts',
      'unified-python',
      'curl',
      'openai-ts',
      'openai-python',
      'anthropic-ts',
      'anthropic-curl',
    ]);
  });

  it('fills key and proxy into each', () => {
    for (const { id, code } of sut()) {
      const door = id.startsWith('anthropic') ? 'anthropic' : id.startsWith('unified') ? 'v1' : 'oai/v1';
      expect(code).toContain(`https://proxy.example/${door}`);
      expect(code).toContain(apiKey);
    }
  });

  it('never asks for a provider key in the text', () => {
    for (const { id, code } of sut())
      expect(/(OPENAI|ANTHROPIC)_API_KEY/.test(code)).toBe(!id.startsWith('unified'));
  });
});
